"""The lessons as an app: an owner reads, chooses and answers without seeing code."""

__all__ = ["serve"]


def __getattr__(name: str):
    # on first use: the kernels of lessons need rooms of this one, and nothing of the server
    if name == "serve":
        from helpers.app.server import serve

        return serve
    raise AttributeError(f"module 'helpers.app' has no attribute {name!r}")
