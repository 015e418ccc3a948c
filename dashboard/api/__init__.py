"""The JSON API: /api/v1. The same rule and the same Insights as the pages."""

from dashboard.api.views import register

__all__ = ["register"]
