"""Bytes by random key, in a directory or an S3-compatible store, with one behaviour."""

from __future__ import annotations

import os
import stat
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from moto.server import ThreadedMotoServer

from legesvar.adapters.object_store import KEY, UNFINISHED, StoreError, new_key, open_store


@pytest.fixture(scope="module")
def s3():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["file", "s3"])
def url(request, tmp_path, monkeypatch):
    if request.param == "file":
        return f"file://{tmp_path}/not%20yet/made"
    endpoint = request.getfixturevalue("s3")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    bucket = f"b{new_key()[3:20]}"
    boto3.client("s3", endpoint_url=endpoint, region_name="us-east-1").create_bucket(Bucket=bucket)
    return f"s3://{bucket}?endpoint={endpoint}"


@pytest.fixture
def store(url):
    return open_store(url)


def test_what_is_put_comes_back(store):
    key, data = new_key(), os.urandom(1_000_000)
    store.put(key, data, "image/jpeg")
    assert store.get(key) == data


def test_it_is_there_for_another_process_too(url):
    key = new_key()
    open_store(url).put(key, b"bilde", "image/jpeg")
    assert open_store(url).get(key) == b"bilde"


def test_it_is_read_piece_by_piece(store):
    key, data = new_key(), os.urandom(1_000_000)
    store.put(key, data, "application/pdf")
    pieces = list(store.stream(key, chunk_bytes=100_000))
    assert b"".join(pieces) == data
    assert len(pieces) > 1


def test_what_is_deleted_is_gone_and_may_be_deleted_again(store):
    key = new_key()
    store.put(key, b"bilde", "image/jpeg")
    store.delete(key)
    store.delete(key)
    with pytest.raises(FileNotFoundError):
        store.get(key)
    with pytest.raises(FileNotFoundError):
        store.stream(key)


def test_the_listing_shows_every_object_once_with_size_and_age(store):
    keys = {new_key() for _ in range(5)}
    for key in keys:
        store.put(key, b"1234", "image/jpeg")
    found = list(store.listing())
    assert {stored.key for stored in found} == keys
    assert {stored.size for stored in found} == {4}
    assert all(datetime.now(UTC) - stored.modified_at < timedelta(minutes=5) for stored in found)


def test_an_empty_store_lists_nothing(store):
    assert list(store.listing()) == []


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "/etc/passwd", "ab/../cd", "ab/" + "G" * 62, "bilde.jpg", "a\0b"]
)
def test_only_keys_made_here_are_taken(store, key):
    with pytest.raises(ValueError, match="not a key of ours"):
        store.put(key, b"x", "image/jpeg")
    for act in (store.get, store.stream, store.delete):
        with pytest.raises(ValueError, match="not a key of ours"):
            act(key)


def test_keys_are_long_and_never_the_same():
    keys = {new_key() for _ in range(1000)}
    assert len(keys) == 1000
    assert all(KEY.fullmatch(key) for key in keys)


def test_s3_is_told_the_media_type(s3, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    client = boto3.client("s3", endpoint_url=s3, region_name="us-east-1")
    client.create_bucket(Bucket="typed")
    key = new_key()
    open_store(f"s3://typed?endpoint={s3}&region=us-east-1").put(key, b"x", "image/png")
    assert client.head_object(Bucket="typed", Key=key)["ContentType"] == "image/png"


def test_a_bucket_that_is_not_there_is_a_failure_not_an_empty_answer(s3, monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with pytest.raises((StoreError, FileNotFoundError)):
        open_store(f"s3://nowhere?endpoint={s3}").put(new_key(), b"x", "image/png")


def test_an_unreachable_store_is_a_failure(monkeypatch):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    store = open_store("s3://bucket?endpoint=http://127.0.0.1:1")
    with pytest.raises(StoreError):
        store.get(new_key())


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/var/files",
        "file://relative/path",
        "file:relative",
        "s3://",
        "s3://bucket/prefix",
        "https://example.no",
        "s3://b?x=1",
    ],
)
def test_a_url_that_names_no_store_is_refused(url):
    with pytest.raises(ValueError, match="not a file store"):
        open_store(url)


def test_only_our_own_user_can_read_what_lies_in_the_directory(tmp_path):
    old = os.umask(0)
    try:
        key = new_key()
        open_store(f"file://{tmp_path}/files").put(key, b"bilde", "image/jpeg")
    finally:
        os.umask(old)
    assert stat.S_IMODE((tmp_path / "files" / key).stat().st_mode) == 0o600
    for folder in (tmp_path / "files", (tmp_path / "files" / key).parent, tmp_path / "files" / UNFINISHED):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_write_that_fails_half_way_leaves_nothing(tmp_path, monkeypatch):
    store, key = open_store(f"file://{tmp_path}"), new_key()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError):
        store.put(key, b"bilde", "image/jpeg")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_a_killed_write_left_behind_is_not_listed_and_is_forgotten_in_time(tmp_path):
    store, now = open_store(f"file://{tmp_path}"), datetime.now(UTC)
    store.put(new_key(), b"bilde", "image/jpeg")
    left = tmp_path / UNFINISHED / "left"
    left.write_bytes(b"half a picture")
    assert len(list(store.listing())) == 1
    assert store.forget_unfinished(before=now - timedelta(days=1)) == 0
    assert store.forget_unfinished(before=now + timedelta(days=1)) == 1
    assert not left.exists()
    assert len(list(store.listing())) == 1
