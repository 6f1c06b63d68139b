"""One portrait changed: its row, its column and its neighbours are brought up to date, all else stays.

The weights stay those of the last full run, so the outcome is what a full run that keeps them would give.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from scipy import sparse

from networking.matching.exclusions import Exclusions
from networking.matching.likeness import BLOCK, Likeness
from networking.matching.model import Model, admissible, build, nearest
from networking.matching.neighbours import KEPT, Neighbours, reach, walk
from networking.matching.portrait import Portrait
from networking.matching.reading import memberships, read
from networking.matching.rows import NOTHING, best, replaced, row_numbers, without_themselves


def changed(model: Model, portrait: Portrait) -> Model:
    """The model with another portrait of one of its projects.

    The former model's likeness is used up: go on with the new one. Houses too large for all pairs are run in full.
    """
    number = model.numbers[portrait.id]
    portraits = [*model.portraits[:number], portrait, *model.portraits[number + 1 :]]
    if not isinstance(model.neighbours.likeness, np.ndarray):
        return build(
            portraits,
            model.scheme.topics.values(),
            shares=model.likeness.shares,
            feedback=model.feedback,
            weights=model.weights.without(portrait.id),
        )
    likeness = _reread(model, number, portraits)
    neighbours, moved = _neighbours(model.neighbours, likeness, number)
    exclusions = _exclusions(model, number, portraits)
    draft = replace(
        model, portraits=portraits, likeness=likeness, neighbours=neighbours, exclusions=exclusions
    )
    rows = without_themselves(neighbours.rows(moved), moved)
    crowds, kept = nearest(rows, exclusions.rows(moved), model.fading[moved])
    crowd = model.crowd.copy()
    crowd[number] = crowds[moved == number][0]
    return replace(draft, crowd=crowd, nearness=_nearness(draft, moved, rows, kept))


def _reread(model: Model, number: int, portraits: Sequence[Portrait]) -> Likeness:
    """The terms of all, of which only this project's are new."""
    before, after, former = model.portraits[number], portraits[number], model.likeness
    _, own = read([after], model.scheme, former.shares, spaces=model.spaces)
    lengths = former.lengths.copy()
    lengths[number] = own.lengths[0]
    fields, lines = former.fields, former.lines
    if after.fields_of_action != before.fields_of_action:
        fields = memberships([portrait.fields_of_action for portrait in portraits])
    if after.transformation_lines != before.transformation_lines:
        lines = memberships([portrait.transformation_lines for portrait in portraits])
    return replace(
        former,
        matrices={
            kind: _with_row(matrix, number, own.matrices[kind]) for kind, matrix in former.matrices.items()
        },
        offers=_with_row(former.offers, number, own.offers),
        seeks=_with_row(former.seeks, number, own.seeks),
        fields=fields,
        lines=lines,
        lengths=lengths,
    )


def _with_row(matrix: sparse.csr_matrix, number: int, row: sparse.csr_matrix) -> sparse.csr_matrix:
    """The matrix with another row in one place."""
    start, end = matrix.indptr[number : number + 2]
    data = np.concatenate((matrix.data[:start], row.data, matrix.data[end:]))
    indices = np.concatenate((matrix.indices[:start], row.indices, matrix.indices[end:]))
    ends = matrix.indptr.copy()
    ends[number + 1 :] += row.nnz - (end - start)
    return sparse.csr_matrix((data, indices, ends), shape=matrix.shape)


def _neighbours(former: Neighbours, source: Likeness, number: int) -> tuple[Neighbours, np.ndarray]:
    """The neighbours with this project's new likeness, and those whose steps it may have changed."""
    likeness, steps = former.likeness, former.steps
    row = source.columns(np.array([number]))[:, 0]
    moved = np.flatnonzero(_walks_to(steps, number) | (row >= _least(likeness, steps)))
    moved = np.union1d(moved, [number])
    row[number] = 1
    likeness[number], likeness[:, number] = row, row
    nearer = best(without_themselves(likeness[moved], moved), reach(len(likeness)))
    return Neighbours(likeness, replaced(steps, moved, walk(nearer))), moved


def _walks_to(steps: sparse.csr_matrix, number: int) -> np.ndarray:
    found = np.zeros(steps.shape[0], bool)
    found[row_numbers(steps)[steps.indices == number]] = True
    return found


def _least(likeness: np.ndarray, steps: sparse.csr_matrix) -> np.ndarray:
    """How near one must be to stand among the neighbours of each project."""
    rows = row_numbers(steps)
    least = np.full(len(likeness), np.inf, np.float32)
    np.minimum.at(least, rows, likeness[rows, steps.indices])
    least[np.diff(steps.indptr) < reach(len(likeness))] = NOTHING
    return least


def _exclusions(model: Model, number: int, portraits: Sequence[Portrait]) -> Exclusions:
    before, after = model.portraits[number], portraits[number]
    if (before.organisations, before.is_completed) == (after.organisations, after.is_completed):
        return model.exclusions
    return Exclusions(portraits, model.feedback.excluded)


def _nearness(
    draft: Model, moved: np.ndarray, rows: np.ndarray, kept: sparse.csr_matrix
) -> sparse.csr_matrix:
    """The nearest of everybody, of which the rows and columns of those who `moved` are new.

    Whoever has lost one of the best kept, or may have won one, is looked through again.
    """
    former, theirs = draft.nearness, _seen_from_others(draft, moved, rows)
    place = np.full(former.shape[0], -1)
    place[moved] = np.arange(len(moved))
    entries = np.flatnonzero(place[former.indices] >= 0)
    projects, others = row_numbers(former)[entries], place[former.indices[entries]]
    data, least = former.data.copy(), _least_kept(former)
    data[entries] = theirs[others, projects]
    lost = projects[data[entries] <= least[projects]]
    theirs[others, projects] = 0
    won = np.flatnonzero((theirs >= least).any(axis=0))
    again = np.setdiff1d(np.union1d(lost, won), moved)
    patched = sparse.csr_matrix((data, former.indices, former.indptr), shape=former.shape)
    rows_again = [_looked_through(draft, part) for part in np.array_split(again, len(again) // BLOCK + 1)]
    return replaced(patched, np.concatenate((moved, again)), sparse.vstack([kept, *rows_again], format="csr"))


def _seen_from_others(draft: Model, moved: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Nearness to these as it counts for the others' lists."""
    fading = draft.fading.T.tocsr()[moved]
    found = admissible(sparse.csr_matrix(rows), draft.exclusions.rows(moved), fading)
    return found.toarray().astype(np.float32)


def _looked_through(draft: Model, numbers: np.ndarray) -> sparse.csr_matrix:
    rows = without_themselves(draft.neighbours.rows(numbers), numbers)
    return nearest(rows, draft.exclusions.rows(numbers), draft.fading[numbers])[1]


def _least_kept(nearness: sparse.csr_matrix) -> np.ndarray:
    """What is not kept of each project is at most as near as this."""
    counts = np.diff(nearness.indptr)
    least = np.full(len(counts), NOTHING, np.float32)
    full = np.flatnonzero(counts >= KEPT)
    if len(full):
        least[full] = np.minimum.reduceat(
            nearness.data, nearness.indptr[full]
        )  # wrong where rows are not full
    return least
