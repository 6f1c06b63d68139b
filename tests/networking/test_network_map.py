"""The picture of the network."""

from networking.network_map import HEIGHT, WIDTH, drawn

TITLES = {slug: slug.upper() for slug in "abcdef"}


def ring(*slugs):
    """Each the nearest of the next, both ways."""
    pairs = list(zip(slugs, (*slugs[1:], slugs[0]), strict=True))
    return [(a, b, 1) for a, b in pairs] + [(b, a, 2) for a, b in pairs]


def test_the_same_network_makes_the_same_picture():
    rows = [*ring("a", "b", "c"), *ring("d", "e", "f")]

    assert drawn(TITLES, rows, {}) == drawn(dict(reversed(TITLES.items())), rows[::-1], {})


def test_all_projects_stand_inside_the_picture():
    nodes = drawn(TITLES, ring("a", "b", "c"), {}).nodes

    assert len(nodes) == 6
    assert all(0 < node.x < WIDTH and 0 < node.y < HEIGHT for node in nodes)


def test_three_that_are_each_others_nearest_are_a_cluster_named_by_what_they_share():
    topics = {"a": ["Energie"], "b": ["Energie", "KI"], "c": ["KI", "Energie"], "d": ["KI"]}

    clusters = drawn(TITLES, ring("a", "b", "c"), topics).clusters

    assert [(cluster.slugs, cluster.topics) for cluster in clusters] == [(["a", "b", "c"], ["Energie", "KI"])]


def test_a_project_with_a_line_into_another_cluster_is_a_bridge():
    rows = [*ring("a", "b", "c"), *ring("d", "e", "f"), ("a", "d", 3)]

    bridges = [node.slug for node in drawn(TITLES, rows, {}).nodes if node.is_bridge]

    assert bridges == ["a", "d"]


def test_only_the_nearest_three_make_lines():
    assert drawn(TITLES, [("a", "b", 4)], {}).edges == []


def test_no_project_and_one_project_are_pictures_too():
    assert drawn({}, [], {}).nodes == []
    assert [node.slug for node in drawn({"a": "A"}, [], {}).nodes] == ["a"]
