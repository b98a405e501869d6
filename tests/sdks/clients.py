"""The SDKs as clients of the stage: each made without repetitions, and asked for an object, for its head, and for what it refuses to send."""

from __future__ import annotations

import datetime as dt
import json
import os
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from normalizer import ErrorRecord, from_exception, from_result
from tests.sdks.stage import Played

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sdks.stage import Stage

os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
os.environ["NO_GCE_CHECK"] = "true"
BUCKET, KEY = "bucket", "folder/key"


@dataclass(frozen=True)
class Client:
    """How an SDK is asked. `wrong`: a call that it refuses to send. `returns`: it returns its failures."""

    sdk: str
    provider: str
    connect: Callable[[str], Any]
    get: Callable[[Any], object]
    head: Callable[[Any], object] | None = None
    wrong: Callable[[Any], object] | None = None
    returns: bool = False
    named: bool = True
    """It speaks with one provider, and the record's provider is that one whatever the answer looks like."""


def outcome(call: Callable[[], object]) -> object:
    """What a call raised or returned."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001  what comes is what is tested
        return error


def record(thing: object) -> ErrorRecord:
    return from_exception(thing) if isinstance(thing, BaseException) else from_result(thing)


def botocore_client(url: str, **credentials: str) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=2, s3={"addressing_style": "path"})
    given = credentials or {"aws_access_key_id": "k", "aws_secret_access_key": "s"}
    return boto3.client("s3", endpoint_url=url, region_name="us-east-1", config=config, **given)


def azure_client(url: str) -> Any:
    from azure.storage.blob import BlobServiceClient

    key = {"account_name": "account", "account_key": "a2V5"}
    return BlobServiceClient(f"{url}/account", credential=key, retry_total=0, connection_timeout=2, read_timeout=2).get_blob_client(BUCKET, KEY)


def google_client(url: str) -> Any:
    from google.api_core.client_options import ClientOptions
    from google.auth.credentials import AnonymousCredentials
    from google.cloud import storage

    options = ClientOptions(api_endpoint=url)
    return storage.Client(project="p", credentials=AnonymousCredentials(), client_options=options).bucket(BUCKET).blob(KEY)


def oss2_client(url: str) -> Any:
    import oss2

    return oss2.Bucket(oss2.Auth("k", "s"), url, BUCKET, connect_timeout=2, is_path_style=True)


def oss_v2_client(url: str) -> Any:
    import alibabacloud_oss_v2 as oss

    config = oss.config.load_default()
    config.credentials_provider = oss.credentials.StaticCredentialsProvider("k", "s")
    config.region, config.endpoint, config.use_path_style, config.retry_max_attempts, config.connect_timeout = "cn-hangzhou", url, True, 1, 2
    return oss.Client(config)


def oss_v2_get(client: Any, bucket: str = BUCKET) -> object:
    import alibabacloud_oss_v2 as oss

    return client.get_object(oss.GetObjectRequest(bucket, KEY))


def oss_v2_head(client: Any) -> object:
    import alibabacloud_oss_v2 as oss

    return client.head_object(oss.HeadObjectRequest(BUCKET, KEY))


def cos_client(url: str) -> Any:
    from qcloud_cos import CosConfig, CosS3Client

    host = url.removeprefix("http://")
    return CosS3Client(CosConfig(Region="ap-x", SecretId="k", SecretKey="s", Endpoint=host, Domain=host, Scheme="http", Timeout=2), retry=0)


def obs_client(url: str) -> Any:
    from obs import ObsClient

    return ObsClient(access_key_id="k", secret_access_key="s", server=url, max_retry_count=0, timeout=2, path_style=True)  # noqa: S106


def bce_client(url: str) -> Any:
    from baidubce.auth.bce_credentials import BceCredentials
    from baidubce.bce_client_configuration import BceClientConfiguration
    from baidubce.retry.retry_policy import NoRetryPolicy
    from baidubce.services.bos.bos_client import BosClient

    return BosClient(
        BceClientConfiguration(credentials=BceCredentials("k", "s"), endpoint=url, retry_policy=NoRetryPolicy(), connection_timeout_in_mills=2000)
    )


def qiniu_client(url: str) -> Any:
    import qiniu
    from qiniu.http.endpoint import Endpoint
    from qiniu.http.region import Region, ServiceName

    here = [Endpoint.from_host(url)]
    region = Region(region_id="z0", s3_region_id="z0", services=dict.fromkeys(ServiceName, here))
    return qiniu.BucketManager(qiniu.Auth("k", "s"), regions=[region])


def tos_client(url: str) -> Any:
    import tos

    return tos.TosClientV2("k", "s", url, "cn-x", max_retry_count=0, connection_time=2, is_custom_domain=True)


def qingstor_client(url: str) -> Any:
    from qingstor.sdk.config import Config
    from qingstor.sdk.service.qingstor import QingStor

    zone, _, host = url.removeprefix("http://").partition(".")  # it puts the zone before the host
    config = Config("k", "s")
    config.connection_retries = 0
    config.protocol, config.host, config.port = "http", host.split(":")[0], int(host.split(":")[1])
    return QingStor(config).Bucket(BUCKET, zone)


def upyun_client(url: str) -> Any:
    import upyun

    return upyun.UpYun(BUCKET, "operator", "password", timeout=2, endpoint=url.removeprefix("http://"))


def b2_client(url: str) -> Any:
    from b2sdk._internal.b2http import B2Http

    http = B2Http()
    http.TRY_COUNT_OTHER = http.TRY_COUNT_HEAD = http.TRY_COUNT_DATA = http.TRY_COUNT_DOWNLOAD = 1
    return http, url


def b2_get(client: Any) -> object:
    http, url = client
    return http.post_json_return_json(f"{url}/b2api/v3/b2_get_file_info", {}, {"fileId": "7"})


def b2_head(client: Any) -> object:
    http, url = client
    return http.head_content(f"{url}/file/{BUCKET}/{KEY}", {})


def minio_client(url: str) -> Any:
    import minio
    import urllib3

    pool = urllib3.PoolManager(retries=False, timeout=2)
    return minio.Minio(endpoint=url.removeprefix("http://"), access_key="k", secret_key="s", secure=False, region="us-east-1", http_client=pool)  # noqa: S106


@cache
def private_key() -> str:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return str(rsa.generate_private_key(65537, 2048).private_bytes(*form).decode())


def oci_client(url: str) -> Any:
    import oci

    names = {"user": "ocid1.user.oc1..a", "tenancy": "ocid1.tenancy.oc1..a", "fingerprint": ":".join(["11"] * 16), "region": "us-ashburn-1"}
    keys = {"key_content": private_key()}
    return oci.object_storage.ObjectStorageClient(names | keys, service_endpoint=url, retry_strategy=oci.retry.NoneRetryStrategy(), timeout=2)


def swift_client(url: str) -> Any:
    import swiftclient

    return swiftclient.Connection(preauthurl=f"{url}/v1/AUTH_a", preauthtoken="t", retries=0)


def obstore_client(url: str) -> Any:
    from obstore.store import S3Store

    none = {"max_retries": 0, "retry_timeout": dt.timedelta(seconds=2)}
    options = {"allow_http": True, "timeout": "2s"}
    keys = {"access_key_id": "k", "secret_access_key": "s"}
    return S3Store(BUCKET, endpoint=url, region="us-east-1", virtual_hosted_style_request=False, client_options=options, retry_config=none, **keys)


def opendal_client(url: str) -> Any:
    import opendal

    return opendal.Operator("s3", bucket=BUCKET, endpoint=url, access_key_id="k", secret_access_key="s", region="us-east-1")  # noqa: S106


CLIENTS = [
    Client("botocore", "aws-s3", botocore_client, lambda c: c.get_object(Bucket=BUCKET, Key=KEY), lambda c: c.head_object(Bucket=BUCKET, Key=KEY), lambda c: c.get_object(Bucket=BUCKET), named=False),
    Client("azure", "azure-blob", azure_client, lambda c: c.download_blob().readall(), lambda c: c.get_blob_properties(), lambda c: c.download_blob(length=3)),
    Client("google", "gcs", google_client, lambda c: c.download_as_bytes(retry=None), None, lambda c: c.upload_from_string(b"x", checksum="none")),
    Client("oss2", "aliyun-oss", oss2_client, lambda c: c.get_object(KEY), lambda c: c.head_object(KEY), lambda c: c.get_object("")),
    Client("alibabacloud-oss-v2", "aliyun-oss", oss_v2_client, oss_v2_get, oss_v2_head, lambda c: oss_v2_get(c, "B!")),
    Client("cos-python-sdk-v5", "tencent-cos", cos_client, lambda c: c.get_object(Bucket="b-1", Key=KEY), lambda c: c.head_object(Bucket="b-1", Key=KEY), lambda c: c.get_object(Bucket="b-1", Key="")),
    Client("esdk-obs-python", "huawei-obs", obs_client, lambda c: c.getObject(BUCKET, KEY), lambda c: c.getObjectMetadata(BUCKET, KEY), lambda c: c.getObject(None, None), returns=True),
    Client("bce-python-sdk", "baidu-bos", bce_client, lambda c: c.get_object_as_string(BUCKET, KEY), lambda c: c.get_object_meta_data(BUCKET, KEY), lambda c: c.get_object_as_string(None, KEY)),
    Client("qiniu", "qiniu-kodo", qiniu_client, lambda c: c.stat(BUCKET, KEY), returns=True),
    Client("tos", "volcengine-tos", tos_client, lambda c: c.get_object(BUCKET, KEY), lambda c: c.head_object(BUCKET, KEY), lambda c: c.get_object(BUCKET, "")),
    Client("qingstor-sdk", "qingstor", qingstor_client, lambda c: c.get_object(KEY), lambda c: c.head_object(KEY), returns=True),
    Client("upyun", "upyun", upyun_client, lambda c: c.get(f"/{KEY}"), lambda c: c.getinfo(f"/{KEY}")),
    Client("b2sdk", "backblaze-b2", b2_client, b2_get, b2_head),
    Client("minio", "aws-s3", minio_client, lambda c: c.get_object(bucket_name=BUCKET, object_name=KEY), lambda c: c.stat_object(bucket_name=BUCKET, object_name=KEY), lambda c: c.get_object(bucket_name="B!", object_name=KEY), named=False),
    Client("oci", "oracle-oci", oci_client, lambda c: c.get_object("ns", BUCKET, KEY), lambda c: c.head_object("ns", BUCKET, KEY), lambda c: c.get_object(None, BUCKET, KEY)),
    Client("python-swiftclient", "openstack-swift", swift_client, lambda c: c.get_object(BUCKET, KEY), lambda c: c.head_object(BUCKET, KEY)),
    Client("obstore", "aws-s3", obstore_client, lambda c: c.get(KEY), lambda c: c.head(KEY), named=False),
    Client("opendal", "aws-s3", opendal_client, lambda c: c.read(KEY), lambda c: c.stat(KEY), named=False),
]  # fmt: skip


def xml(code: str, message: str, request_id: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8"?><Error><Code>{code}</Code><Message>{message}</Message><RequestId>{request_id}</RequestId></Error>'.encode()


def an_answer(provider: str, status: int, code: str, message: str, request_id: str) -> Played:
    """An error as that provider sends it, with a wait in a header of HTTP's own."""
    wait = ("Retry-After", "7")
    as_xml, as_json = ("Content-Type", "application/xml"), ("Content-Type", "application/json")
    if provider == "gcs":
        error = {"code": status, "message": message, "errors": [{"message": message, "domain": "global", "reason": code}]}
        return Played(status, (wait, as_json, ("X-GUploader-UploadID", request_id)), json.dumps({"error": error}).encode())
    if provider == "azure-blob":
        return Played(
            status,
            (wait, as_xml, ("x-ms-error-code", code), ("x-ms-request-id", request_id)),
            xml(code, message, request_id).replace(f"<RequestId>{request_id}</RequestId>".encode(), b""),
        )
    names = {"aliyun-oss": "x-oss-request-id", "tencent-cos": "x-cos-request-id", "huawei-obs": "x-obs-request-id"}
    if provider in names:
        return Played(status, (wait, as_xml, (names[provider], request_id)), xml(code, message, request_id))
    bodies = {
        "baidu-bos": ("x-bce-request-id", {"code": code, "message": message, "requestId": request_id}),
        "volcengine-tos": ("x-tos-request-id", {"Code": code, "Message": message, "RequestId": request_id, "HostId": "h"}),
        "qiniu-kodo": ("X-Reqid", {"error": message}),
        "qingstor": ("X-QS-Request-ID", {"code": code, "message": message, "request_id": request_id}),
        "upyun": ("X-Request-Id", {"code": int(code) if code.isdecimal() else code, "msg": message, "id": request_id}),
        "backblaze-b2": ("", {"status": status, "code": code, "message": message}),
        "oracle-oci": ("opc-request-id", {"code": code, "message": message}),
    }
    if provider in bodies:
        name, body = bodies[provider]
        return Played(status, (wait, as_json, *([(name, request_id)] if name else [])), json.dumps(body).encode())
    if provider == "openstack-swift":
        return Played(
            status,
            (wait, ("Content-Type", "text/html; charset=UTF-8"), ("X-Trans-Id", request_id)),
            f"<html><h1>{code}</h1><p>{message}</p></html>".encode(),
        )
    return Played(status, (wait, as_xml, ("x-amz-request-id", request_id)), xml(code, message, request_id))


def asked(client: Client, stage: Stage, answer: Played, *, head: bool = False) -> object:
    """What the client makes of that answer."""
    stage.set(answer)
    made = client.connect(stage.url)
    call = client.head if head else client.get
    assert call
    return outcome(lambda: call(made))
