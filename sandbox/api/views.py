"""views.open, views.push, views.update, views.publish."""

from sandbox.api.method import Answer, Method, Request, Tier
from sandbox.errors import invalid_arguments
from sandbox.views import Views


def methods(views: Views) -> tuple[Method, ...]:
    """The four methods over these views. None of them needs a scope."""

    def open_(request: Request) -> Answer:
        view = views.open(request.args.given.get("view"), _trigger(request))
        return {"view": views.wire(view)}

    def push(request: Request) -> Answer:
        view = views.push(request.args.given.get("view"), _trigger(request))
        return {"view": views.wire(view)}

    def update(request: Request) -> Answer:
        view_id, external_id = request.args.text("view_id"), request.args.text("external_id")
        if not view_id and not external_id:
            raise invalid_arguments("missing required field: view_id")
        view = views.update(
            request.args.given.get("view"),
            view_id=view_id,
            external_id=external_id,
            hash=request.args.text("hash"),
        )
        return {"view": views.wire(view)}

    def publish(request: Request) -> Answer:
        user = request.args.required("user_id")
        view = views.publish(user, request.args.given.get("view"), hash=request.args.text("hash"))
        return {"view": views.wire(view)}

    runs = {"open": open_, "push": push, "update": update, "publish": publish}
    return tuple(Method(name=f"views.{name}", run=run, tier=Tier.T4) for name, run in runs.items())


def _trigger(request: Request) -> str:
    """`interactivity_pointer` is the newer name of the same thing."""
    pointer = request.args.text("interactivity_pointer")
    return pointer or request.args.required("trigger_id")
