"""The account: where readings and their evidence are kept."""
