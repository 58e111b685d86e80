"""A drop folder on object storage, mirrored and landed like a folder on disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from settings.connections import without_secrets
from tests.unit.ingest.shops import ORDERS, Shop
from tests.unit.ingest.sources.conftest import CONNECTED, ask

pytestmark = pytest.mark.xdist_group("objects")

BUCKET = "exports"
HEADER = "order_id,amount,ordered,note\n"


@pytest.fixture(scope="session")
def storage() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(storage: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An empty bucket."""
    import boto3

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.client("s3", endpoint_url=storage, region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    yield client
    for item in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=item["Key"])
    client.delete_bucket(Bucket=BUCKET)


@pytest.fixture
def shop(connected: Shop, storage: str) -> Shop:
    endpoint = storage.removeprefix("http://")
    uri = f"s3://{BUCKET}/drop?scheme=http&endpoint_override={endpoint}&region=us-east-1"
    connection = f"{{kind: objects, uri: '{uri}'}}"
    settings = CONNECTED.replace("{kind: postgres, uri_variable: SHOP_URI}", connection)
    (connected.folder / "company.yml").write_text(settings)
    connected.declare(ORDERS)
    return connected


def test_objects_are_landed_once_and_again_when_they_change(shop: Shop, bucket: Any) -> None:
    bucket.put_object(Bucket=BUCKET, Key="drop/orders_1.csv", Body=HEADER + "A,1,2026-01-01,x\n")
    bucket.put_object(Bucket=BUCKET, Key="drop/orders_2.csv", Body=HEADER + "B,2,2026-01-02,y\n")
    bucket.put_object(Bucket=BUCKET, Key="drop/readme.txt", Body="not an export")
    fetched, landed = ask(shop)
    assert (fetched.fetched, fetched.problems) == (["shop: 2 objects"], [])
    assert landed.loaded_count == 2
    fetched, landed = ask(shop)
    assert (fetched.fetched, landed.loads) == ([], [])
    bucket.put_object(Bucket=BUCKET, Key="drop/orders_2.csv", Body=HEADER + "C,3,2026-01-02,edited\n")
    fetched, _ = ask(shop)
    assert fetched.fetched == ["shop: 1 objects"]
    assert shop.current() == [("A",), ("C",)]


def test_a_missing_bucket_is_told_and_what_was_fetched_before_stays(shop: Shop, bucket: Any) -> None:
    bucket.put_object(Bucket=BUCKET, Key="drop/orders_1.csv", Body=HEADER + "A,1,2026-01-01,x\n")
    ask(shop)
    settings = shop.folder / "company.yml"
    settings.write_text(settings.read_text().replace(f"s3://{BUCKET}/", "s3://nowhere/"))
    fetched, _ = ask(shop)
    assert len(fetched.problems) == 1
    assert "can't be read" in fetched.problems[0]
    assert shop.current() == [("A",)]


def test_an_object_that_vanished_leaves_its_rows(shop: Shop, bucket: Any) -> None:
    bucket.put_object(Bucket=BUCKET, Key="drop/orders_1.csv", Body=HEADER + "A,1,2026-01-01,x\n")
    ask(shop)
    bucket.delete_object(Bucket=BUCKET, Key="drop/orders_1.csv")
    bucket.put_object(Bucket=BUCKET, Key="drop/other.csv", Body="x")
    ask(shop)
    assert shop.current() == [("A",)]
    assert not list(shop.contracts()[0].path.glob("*"))


def test_a_hostile_object_name_leads_nowhere(shop: Shop, bucket: Any) -> None:
    bucket.put_object(Bucket=BUCKET, Key="drop/../../orders_1.csv", Body=HEADER + "A,1,2026-01-01,x\n")
    fetched, landed = ask(shop)
    assert landed.loads == []
    assert fetched.problems or fetched.fetched == []
    assert not list(shop.folder.parent.rglob("orders_1.csv"))


def test_addresses_are_shown_without_secrets() -> None:
    assert without_secrets("s3://key:secret@bucket/a/b?region=x") == "s3://key@bucket/a/b"
    assert without_secrets("postgresql://u:p@h:5432/db?password=x") == "postgresql://u@h:5432/db"
