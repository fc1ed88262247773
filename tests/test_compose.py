"""The files for Docker name only what is there, and the proxy passes on to every copy of the bot."""

import ipaddress
import re
from typing import Any, cast

import pytest
import uvicorn
import yaml
from pydantic import BaseModel

from bot.settings import ROOT, Settings

PUBLIC, SINGLE = "compose.yaml", "compose.single.yaml"
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")
SETTINGS = {
    f"HMC_{area.upper()}__{name.upper()}"
    for area, field in Settings.model_fields.items()
    for name in cast("type[BaseModel]", field.annotation).model_fields
}


def services_of(file: str) -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))["services"])


def bots() -> dict[str, Any]:
    return {name: service for name, service in services_of(PUBLIC).items() if "build" in service}


@pytest.mark.parametrize("file", [PUBLIC, SINGLE, "Dockerfile"])
def test_every_setting_named_is_one(file: str) -> None:
    named = set(re.findall(r"HMC_[A-Z0-9_]*[A-Z0-9]", (ROOT / file).read_text(encoding="utf-8")))

    assert named - SETTINGS == set()


@pytest.mark.parametrize("file", [PUBLIC, SINGLE])
def test_volumes_that_are_used_are_declared_and_the_other_way_round(file: str) -> None:
    text = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    mounted = [volume.split(":")[0] for service in text["services"].values() for volume in service.get("volumes", ())]

    assert {name for name in mounted if not name.startswith(".")} == set(text["volumes"])
    assert [name for name in mounted if name.startswith(".") and not (ROOT / name).is_file()] == []


def test_services_wait_for_those_that_say_when_they_are_ready() -> None:
    services = services_of(PUBLIC)
    checked = {name for name, service in services.items() if "healthcheck" in service or "build" in service}

    for service in services.values():
        for name, wait in service.get("depends_on", {}).items():
            assert name in checked
            assert wait == {"condition": "service_healthy"}


def test_there_are_two_copies_on_one_database_with_one_key() -> None:
    first, *others = bots().values()
    environment = first["environment"]

    assert others == [first]
    host = re.fullmatch(
        r"postgresql://(\w+):\$\{POSTGRES_PASSWORD:\?[^}]+\}@(\w+)/(\w+)", environment["HMC_DATABASE__URL"]
    )
    assert host
    database = services_of(PUBLIC)[host[2]]["environment"]
    assert (host[1], host[3]) == (database["POSTGRES_USER"], database["POSTGRES_DB"])
    assert environment["HMC_PRIVACY__PERSON_KEY"].startswith("${HMC_PRIVACY__PERSON_KEY:?")


def test_no_password_stands_in_a_file() -> None:
    for service in services_of(PUBLIC).values():
        for name, value in service.get("environment", {}).items():
            if re.search("PASSWORD|KEY|TOKEN|SECRET", name):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), name


def test_images_are_pinned_to_a_major_version() -> None:
    images = [service["image"] for service in services_of(PUBLIC).values() if "build" not in service]

    assert len(images) == 2
    assert [image for image in images if not re.fullmatch(r"\w+:\d+", image)] == []


def test_the_proxy_passes_on_to_every_copy_and_holds_nobody_to_one() -> None:
    [passed] = re.findall(r"^\s*reverse_proxy (.+) \{$", CADDYFILE, re.MULTILINE)
    port = next(iter(bots().values()))["environment"]["HMC_WEB__PORT"]

    assert passed.split() == [f"{name}:{port}" for name in bots()]
    assert re.findall(r"lb_policy (\w+)", CADDYFILE) == ["least_conn"]


def test_the_proxy_asks_whether_a_copy_lives_and_goes_to_another_where_one_does_not_answer() -> None:
    given = dict(re.findall(r"^\s*(\w+) (\S+)", CADDYFILE, re.MULTILINE))

    # Not /readyz: a messenger that stalls must not take the web page away.
    assert given["health_uri"] == "/healthz"
    assert {"health_interval", "health_timeout", "lb_try_duration", "dial_timeout"} <= set(given)


def test_the_bot_believes_the_proxy_and_nobody_else_about_addresses() -> None:
    proxy = services_of(PUBLIC)["proxy"]["networks"]["default"]["ipv4_address"]
    [network] = yaml.safe_load((ROOT / PUBLIC).read_text(encoding="utf-8"))["networks"]["default"]["ipam"]["config"]

    for bot in bots().values():
        assert bot["environment"]["HMC_WEB__TRUSTED_PROXIES"] == proxy
        assert "ports" not in bot
    assert ipaddress.ip_address(proxy) in ipaddress.ip_network(network["subnet"])
    assert ipaddress.ip_address(proxy) not in ipaddress.ip_network(network["ip_range"])


def test_connections_to_copies_are_not_kept_longer_than_these_keep_them() -> None:
    [seconds] = re.findall(r"keepalive (\d+)s", CADDYFILE)

    assert int(seconds) < uvicorn.Config("").timeout_keep_alive
