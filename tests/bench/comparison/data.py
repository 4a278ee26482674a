"""The generated CSV into the Parquet file a warehouse would hold, with types."""

import os
import sys

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from .crm24 import FIELDS

TYPES = {
    "text": pa.string(),
    "email": pa.string(),
    "country": pa.string(),
    "choice": pa.string(),
    "list": pa.string(),
    "number": pa.int32(),
    "money": pa.float64(),
    "date": pa.date32(),
    "yes": pa.bool_(),
}
ROW_GROUP = 122_880


def schema():
    return pa.schema([("lead_id", pa.string()), *((name, TYPES[field.kind]) for name, field in FIELDS.items())])


def to_parquet(source, target):
    reading = pyarrow.csv.ConvertOptions(
        column_types=schema(),
        null_values=[""],
        strings_can_be_null=True,
        true_values=["yes", "true"],
        false_values=["no", "false"],
    )
    table = pyarrow.csv.read_csv(source, convert_options=reading)
    assert table.schema.equals(schema()), table.schema
    part = f"{target}.part"
    pyarrow.parquet.write_table(table, part, row_group_size=ROW_GROUP, compression="zstd", use_dictionary=True)
    os.replace(part, target)


if __name__ == "__main__":
    to_parquet(*sys.argv[1:])
