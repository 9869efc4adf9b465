"""Client updates: approvals, deliveries, evidence, milestones, clocks.

Revision: 0003, after 0002
"""

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _updates_up()
    _deliveries_up()
    _record_up()
    _milestones_up()
    _clocks_up()


def downgrade() -> None:
    _clocks_down()
    _milestones_down()
    _record_down()
    _deliveries_down()
    _updates_down()


def _updates_up() -> None:
    """What an update says, who agreed to it, and when the next one is due."""


def _updates_down() -> None:
    """Back to drafts that are sent or not."""


def _deliveries_up() -> None:
    """A row for each recipient of each update."""


def _deliveries_down() -> None:
    """Without them."""


def _record_up() -> None:
    """Messages that people picked, and files kept as evidence."""


def _record_down() -> None:
    """Without them."""


def _milestones_up() -> None:
    """Moments that people set, and when each person last looked."""


def _milestones_down() -> None:
    """Without them."""


def _clocks_up() -> None:
    """Regulatory clocks."""


def _clocks_down() -> None:
    """Without them."""
