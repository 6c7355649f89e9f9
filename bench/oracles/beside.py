"""Does what `ballot` does with another library, times the doing alone, and prints one line of JSON.

    python beside.py choix-listed FILE   strengths from comparisons: u32 pairs, winner before loser, after the count of items
    python beside.py choix-summed FILE   the same from a table of wins, which is made beforehand
    python beside.py red-dwarf FILE      opinion groups from votes: i32 triples person, statement, vote
    python beside.py pabutools FILE      equal shares: JSON with costs, budget and ballots

Reading the file and importing the library are not timed. `bench/benches/decide` writes the files and calls this.
"""

import json
import sys
import time
import warnings

warnings.filterwarnings("ignore")


def choix_listed(path):
    import choix

    count, pairs = comparisons(path)
    listed = [(int(winner), int(loser)) for winner, loser in pairs]
    seconds, strengths = timed(lambda: choix.ilsr_pairwise(count, listed, tol=1e-8, max_iter=1000))
    return seconds, strengths.tolist()


def choix_summed(path):
    import choix
    import numpy

    count, pairs = comparisons(path)
    wins = numpy.zeros((count, count))
    numpy.add.at(wins, (pairs[:, 0], pairs[:, 1]), 1.0)
    seconds, strengths = timed(lambda: choix.ilsr_pairwise_dense(wins, tol=1e-8, max_iter=1000))
    return seconds, strengths.tolist()


def comparisons(path):
    import numpy

    numbers = numpy.fromfile(path, dtype="<u4")
    return int(numbers[0]), numbers[1:].reshape(-1, 2)


def red_dwarf(path):
    import numpy
    from reddwarf.implementations.polis import run_pipeline

    rows = numpy.fromfile(path, dtype="<i4").reshape(-1, 3)
    votes = [
        {"participant_id": int(person), "statement_id": int(statement), "vote": int(vote), "modified": place}
        for place, (person, statement, vote) in enumerate(rows)
    ]
    seconds, result = timed(lambda: run_pipeline(votes=votes, random_state=1))
    return seconds, len(set(result.clusterer.labels_.tolist()))


def pabutools(path):
    from pabutools.election import ApprovalBallot, ApprovalProfile, Cost_Sat, Instance, Project
    from pabutools.rules import method_of_equal_shares

    with open(path, encoding="utf-8") as file:
        given = json.load(file)
    projects = [Project(f"{place:04}", cost) for place, cost in enumerate(given["costs"])]
    instance = Instance(projects, budget_limit=given["budget"])
    profile = ApprovalProfile(
        [ApprovalBallot({projects[place] for place in ballot}) for ballot in given["ballots"]], instance=instance
    )
    seconds, chosen = timed(lambda: method_of_equal_shares(instance, profile, sat_class=Cost_Sat))
    return seconds, sorted(int(project.name) for project in chosen)


def timed(way):
    began = time.perf_counter()
    answer = way()
    return time.perf_counter() - began, answer


if __name__ == "__main__":
    task, path = sys.argv[1:]
    ways = {"choix-listed": choix_listed, "choix-summed": choix_summed, "red-dwarf": red_dwarf, "pabutools": pabutools}
    seconds, answer = ways[task](path)
    print(json.dumps({"seconds": seconds, "answer": answer}))
