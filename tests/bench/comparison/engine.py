"""One engine, one process, one piece of work: `python -m comparison.engine ENGINE RULES FORMAT FILE WORK`.

WORK is `start` (load the engine and answer nothing), `count` (judge all leads, print how many have which result), or the name of a file to write key and result of each lead to.
"""

import os
import sys

from .programs import PROGRAMS

THREADS = 2
# Without short circuits, which in expressions that share parts cost ClickHouse forty times the time here, and 8 GB.
CLICKHOUSE = f"SETTINGS max_threads = {THREADS}, short_circuit_function_evaluation = 'disable', max_query_size = 10000000, max_ast_elements = 1000000, max_expanded_ast_elements = 1000000"


def duckdb_columns(every_text):
    """The declared types of the columns."""
    types = {"number": "INTEGER", "money": "DOUBLE", "date": "DATE", "yes": "BOOLEAN"}
    fields = PROGRAMS[20].fields
    kinds = {"lead_id": "VARCHAR"} | {name: types.get(field.kind, "VARCHAR") for name, field in fields.items()}
    said = ", ".join(f"'{name}': '{'VARCHAR' if every_text else kind}'" for name, kind in kinds.items())
    return kinds, "{" + said + "}"


def duckdb_source(form, path):
    if form == "parquet":
        return f"'{path}'"
    kinds, columns = duckdb_columns(form == "jsonl")
    if form == "csv":
        return f"read_csv('{path}', header = true, delim = ',', quote = '\"', escape = '\"', columns = {columns})"
    typed = ", ".join(f"CAST(nullif({name}, '') AS {kind}) AS {name}" for name, kind in kinds.items())
    return f"(SELECT {typed} FROM read_json('{path}', format = 'newline_delimited', columns = {columns})) AS typed"


def run_duckdb(program, form, path, work):
    import duckdb

    from .sql import select

    connection = duckdb.connect(config={"threads": THREADS})
    if work == "start":
        connection.execute("SELECT 1")
        return []
    source = duckdb_source(form, path)
    if work == "count":
        query = select(program, "duckdb", source)
        return connection.execute(f"SELECT result, count(*) FROM ({query}) GROUP BY result").fetchall()
    query = select(program, "duckdb", source, ("lead_id",))
    connection.execute(f"COPY ({query}) TO '{work}' (HEADER, FORMAT csv)")
    return []


def run_polars(program, form, path, work):
    os.environ["POLARS_MAX_THREADS"] = str(THREADS)
    import polars as pl

    from .polars_expression import judged

    if work == "start":
        pl.LazyFrame({"a": [1]}).collect()
        return []
    if form == "parquet":
        leads = pl.scan_parquet(path)
    else:
        types = {"number": pl.Int32, "money": pl.Float64, "date": pl.Date}
        kinds = {"lead_id": pl.String} | {
            name: types.get(field.kind, pl.String) for name, field in program.fields.items()
        }
        leads = pl.scan_csv(path, schema=kinds, try_parse_dates=False)
        yes = [name for name, field in program.fields.items() if field.kind == "yes"]
        leads = leads.with_columns(pl.col(name).is_in(["yes", "true"]) for name in yes)
    if work == "count":
        found = judged(program, leads)
        return found.group_by("result").len().collect(engine="streaming").rows()
    judged(program, leads, ("lead_id",)).sink_csv(work)
    return []


def run_clickhouse(program, form, path, work):
    import chdb

    from .sql import select

    if work == "start":
        chdb.query("SELECT 1")
        return []
    assert form == "parquet"
    source = f"file('{path}', Parquet)"
    if work == "count":
        query = select(program, "clickhouse", source)
        said = chdb.query(f"SELECT result, count() FROM ({query}) GROUP BY result {CLICKHOUSE}", "TabSeparated")
        return [tuple(line.split("\t")) for line in str(said).splitlines()]
    query = select(program, "clickhouse", source, ("lead_id",))
    said = chdb.query(f"{query} {CLICKHOUSE}", "CSVWithNames")
    with open(work, "w", encoding="utf-8") as out:
        out.write(str(said))
    return []


RUN = {"duckdb": run_duckdb, "polars": run_polars, "clickhouse": run_clickhouse}

if __name__ == "__main__":
    engine, rules, form, path, work = sys.argv[1:]
    for result, count in RUN[engine](PROGRAMS[int(rules)], form, path, work):
        print(result, count)
