"""Records what other libraries answer, so that the tests of `ballot` can compare without installing them.

    python -m venv venv && venv/bin/pip install choix abcvoting pabutools crowd-kit
    venv/bin/python figures.py PATH/TO/shared/data > figures.json

Instances are small, drawn from a fixed seed, and written into the file together with the answers and the versions.
"""

import csv
import json
import random
import re
import sys
import warnings
from importlib.metadata import version
from pathlib import Path

warnings.filterwarnings("ignore")


def budgets(rng):
    """pabutools: greedy by votes, equal shares with both utilities, without completion and raised by one."""
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cardinality_Sat, Cost_Sat, Instance, Project
    from pabutools.rules import greedy_utilitarian_welfare, method_of_equal_shares

    rows = []
    while len(rows) < 60:
        count, voters = rng.randint(2, 9), rng.randint(2, 25)
        costs = [rng.choice([rng.randint(1, 40), 10, 20]) for _ in range(count)]
        budget = rng.randint(max(costs), sum(costs))
        ballots = [sorted(rng.sample(range(count), rng.randint(1, count))) for _ in range(voters)]
        if any(all(project not in ballot for ballot in ballots) for project in range(count)):
            continue
        # Ties are broken by name in pabutools; two digits keep names in the order of the numbers.
        projects = [Project(f"{index:02}", cost) for index, cost in enumerate(costs)]
        instance = Instance(projects, budget_limit=budget)
        profile = ApprovalProfile([ApprovalBallot({projects[p] for p in ballot}) for ballot in ballots])
        names = lambda outcome: sorted(int(project.name) for project in outcome)
        row = {"costs": costs, "budget": budget, "ballots": ballots}
        row["greedy"] = names(greedy_utilitarian_welfare(instance, profile, sat_class=Cost_Sat))
        for label, sat in (("cost", Cost_Sat), ("count", Cardinality_Sat)):
            row[f"shares_{label}"] = names(method_of_equal_shares(instance, profile, sat_class=sat))
            raised = method_of_equal_shares(instance, profile, sat_class=sat, voter_budget_increment=1)
            row[f"raised_{label}"] = names(raised)
        rows.append(row)
    return rows


def committees(rng):
    """abcvoting: equal shares for committees, without a second phase."""
    from abcvoting import abcrules
    from abcvoting.preferences import Profile

    rows = []
    while len(rows) < 40:
        count, voters = rng.randint(3, 8), rng.randint(3, 20)
        size = rng.randint(1, count - 1)
        ballots = [sorted(rng.sample(range(count), rng.randint(1, count))) for _ in range(voters)]
        profile = Profile(count)
        profile.add_voters(ballots)
        found = abcrules.compute_equal_shares(
            profile, size, algorithm="standard-fractions", resolute=False, completion=None
        )
        rows.append({"candidates": count, "size": size, "ballots": ballots,
                     "outcomes": sorted(sorted(committee) for committee in found)})
    return rows


def comparisons(rng, data):
    """choix: maximum likelihood of Bradley and Terry, on drawn pairs and on wiki surveys in which it exists."""
    import choix

    rows = []
    for _ in range(8):
        count = rng.randint(3, 8)
        strengths = [rng.gauss(0, 1) for _ in range(count)]
        pairs = [(i, j) for i in range(count) for j in range(count) if i != j]
        for _ in range(200):
            a, b = rng.sample(range(count), 2)
            wins = rng.random() < 1 / (1 + 2.718281828 ** (strengths[b] - strengths[a]))
            pairs.append((a, b) if wins else (b, a))
        found = choix.opt_pairwise(count, pairs, alpha=0.0, tol=1e-12)
        rows.append({"items": count, "pairs": pairs, "strengths": list(found)})
    real = []
    for name in ("experts-eviction", "crowd-gpa"):
        votes = list(csv.DictReader(open(data / "wiki-surveys" / f"{name}-votes.csv", encoding="utf-8")))
        votes = [row for row in votes if row["Valid"] == "TRUE"]
        ids = sorted({int(row[side]) for row in votes for side in ("Winner ID", "Loser ID")})
        place = {item: index for index, item in enumerate(ids)}
        pairs = [(place[int(row["Winner ID"])], place[int(row["Loser ID"])]) for row in votes]
        found = choix.opt_pairwise(len(ids), pairs, alpha=0.0, tol=1e-12)
        real.append({"survey": name, "votes": len(pairs), "ids": ids, "strengths": list(found)})
    return {"drawn": rows, "surveys": real}


def labels(data):
    """crowd-kit: majority and Dawid and Skene on the bluebirds."""
    import pandas as pd
    from crowdkit.aggregation import DawidSkene, MajorityVote

    text = (data / "bluebirds" / "labels.yaml").read_text()
    rows = []
    for worker, block in re.findall(r"(\d+): \{(.*?)\}", text, re.S):
        rows += [(int(task), worker, label) for task, label in re.findall(r"(\d+): (true|false)", block)]
    truth = dict(re.findall(r"(\d+): (true|false)", (data / "bluebirds" / "gt.yaml").read_text()))
    frame = pd.DataFrame(rows, columns=["task", "worker", "label"])
    answer = {"labels": len(rows)}
    for name, method in (("majority", MajorityVote()), ("dawid_skene", DawidSkene(n_iter=1000, tol=1e-9))):
        found = method.fit_predict(frame)
        answer[name] = sum(truth[str(task)] == label for task, label in found.items()) / len(found)
    return answer


def main():
    data = Path(sys.argv[1])
    rng = random.Random(20261122)
    figures = {
        "versions": {name: version(name) for name in ("choix", "abcvoting", "pabutools", "crowd-kit")},
        "budgets": budgets(rng),
        "committees": committees(rng),
        "comparisons": comparisons(rng, data),
        "labels": labels(data),
    }
    json.dump(figures, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


if __name__ == "__main__":
    main()
