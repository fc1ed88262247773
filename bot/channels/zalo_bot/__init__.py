"""The channel of the Zalo Bot Platform, over its HTTP interface."""
