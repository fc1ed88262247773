"""From a `Question` to what was found: candidates, scores and one of the verdicts."""
