"""The choices behind the row model, each measured by one command: estimators, features, labelled reports, a new wording."""
