"""Keys that are rotated on demand."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.emulator import Emulator


@pytest.fixture(scope="module")
def kms(emulator: Emulator) -> Any:
    return emulator.client("kms")


@pytest.fixture
def key(kms: Any) -> str:
    made: str = kms.create_key()["KeyMetadata"]["KeyId"]
    return made


def test_rotated_key_lists_its_rotations_and_reads_what_it_wrote(kms: Any, key: str) -> None:
    written = kms.encrypt(KeyId=key, Plaintext=b"before")["CiphertextBlob"]
    assert kms.list_key_rotations(KeyId=key)["Rotations"] == []
    assert kms.rotate_key_on_demand(KeyId=key)["KeyId"] == key
    (rotation,) = kms.list_key_rotations(KeyId=key)["Rotations"]
    assert (rotation["KeyId"], rotation["RotationType"]) == (key, "ON_DEMAND")
    assert kms.decrypt(CiphertextBlob=written)["Plaintext"] == b"before"


def test_key_is_named_by_its_id_or_its_arn_and_not_by_an_alias(kms: Any, key: str) -> None:
    kms.create_alias(AliasName="alias/rotated", TargetKeyId=key)
    with pytest.raises(ClientError, match="NotFoundException"):
        kms.rotate_key_on_demand(KeyId="alias/rotated")
    arn = kms.describe_key(KeyId=key)["KeyMetadata"]["Arn"]
    assert kms.rotate_key_on_demand(KeyId=arn)["KeyId"] == key


def test_key_is_rotated_25_times_and_only_while_it_is_enabled(kms: Any, key: str) -> None:
    kms.disable_key(KeyId=key)
    with pytest.raises(ClientError, match="DisabledException"):
        kms.rotate_key_on_demand(KeyId=key)
    kms.enable_key(KeyId=key)
    for _ in range(25):
        kms.rotate_key_on_demand(KeyId=key)
    with pytest.raises(ClientError, match="LimitExceededException"):
        kms.rotate_key_on_demand(KeyId=key)


def test_key_that_cannot_be_rotated_is_refused(kms: Any, key: str) -> None:
    pair = kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    with pytest.raises(ClientError, match="UnsupportedOperationException"):
        kms.rotate_key_on_demand(KeyId=pair)
    kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    with pytest.raises(ClientError, match="KMSInvalidStateException"):
        kms.rotate_key_on_demand(KeyId=key)
    with pytest.raises(ClientError, match="does not exist"):
        kms.rotate_key_on_demand(KeyId="1234abcd-12ab-34cd-56ef-1234567890ab")
