"""The store's schema, step by step, so that a file made years ago still opens. Run by `versions.bring_up`."""
