"""The terminal under the screens: the one place that touches Textual's private parts.

`start` (before Textual is loaded) → `app` (`CalmApp`, `run`) → `driver` (`parser`, `outlet`, `modes`, `beside`, `osc`), `signals`.
"""
