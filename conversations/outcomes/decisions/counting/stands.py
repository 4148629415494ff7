"""Counting where people say how they stand: advice, consent and consensus."""


def advice(rules, answers, tally):
    """Whoever asked for advice decides; nothing is counted up."""
    return {"outcome": "closed", "because": "asker_decides"}


def consent(rules, answers, tally):
    """It goes through unless someone objects; silence is no objection."""
    objections = tally.get("object", 0)
    about = {"support": tally.get("consent", 0), "basis": len(answers)}
    if objections:
        return about | {"outcome": "rejected", "because": "objections"}
    return about | {"outcome": "adopted", "because": "no_objections"}


def consensus(rules, answers, tally):
    """One block stops it. Else those who agree are measured against those who agree or disagree,
    or against everyone who was asked; with "most", more agree than disagree."""
    agree, disagree = tally.get("agree", 0), tally.get("disagree", 0)
    basis = rules.of(agree + disagree)
    about = {"support": agree, "basis": basis}
    if tally.get("block"):
        return about | {"outcome": "rejected", "because": "blocked"}
    if rules.is_enough(agree, basis) and (rules.threshold != "most" or agree > disagree):
        return about | {"outcome": "adopted", "because": "reached"}
    return about | {"outcome": "rejected", "because": "not_reached"}
