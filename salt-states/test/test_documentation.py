"""What sys.doc shows, and that everything callable is meant to be."""

import pytest
import salt.loader

MODULE = {"scan", "findings", "apply", "status", "is_banned", "version"}
RUNNER = {"returns", "publish", "bans", "why"}


def of_saltban(functions):
    return {
        name.partition(".")[2]: functions[name] for name in list(functions) if name.split(".")[0].startswith("saltban")
    }


def example(function):
    return function.__doc__.partition("CLI Example:\n\n    .. code-block:: bash\n\n")[2]


class TestModule:
    def test_it_has_exactly_the_documented_functions(self, minion):
        assert set(of_saltban(minion.functions())) == MODULE

    @pytest.mark.parametrize("name", sorted(MODULE))
    def test_each_has_an_example_that_calls_it(self, minion, name):
        assert f" saltban.{name}" in example(of_saltban(minion.functions())[name])

    def test_sys_doc_shows_them(self, minion):
        shown = minion.functions()["sys.doc"]("saltban")
        assert set(shown) == {f"saltban.{name}" for name in MODULE}
        assert all(text and "CLI Example" in text for text in shown.values())


class TestRunner:
    def test_it_has_exactly_the_documented_functions(self, master):
        assert set(of_saltban(salt.loader.runner(master.opts))) == RUNNER

    @pytest.mark.parametrize("name", sorted(RUNNER))
    def test_each_has_an_example_that_calls_it(self, master, name):
        assert f"salt-run saltban.{name}" in example(of_saltban(salt.loader.runner(master.opts))[name])


class TestState:
    def test_it_has_exactly_one_function_with_an_example(self, minion):
        functions = of_saltban(salt.loader.states(minion.opts, minion.functions(), {}, {}))
        assert set(functions) == {"bans_applied"}
        assert "saltban.bans_applied" in functions["bans_applied"].__doc__
