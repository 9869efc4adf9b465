"""Block Kit's rules: what Slack refuses in blocks, and in what words."""

from sandbox.blockkit.check import validate, validate_view
from sandbox.blockkit.weight import MAX_WEIGHT, weight

__all__ = ["MAX_WEIGHT", "validate", "validate_view", "weight"]
