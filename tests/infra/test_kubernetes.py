from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from service.edge.drain import LAST_S
from service.edge.server import HEADER_TIMEOUT_MS
from service.settings import Settings
from tests.infra.documents import INFRA, documents, judged, objects, settings_of, strangers, version

FOLDER = INFRA / "kubernetes"
OBJECTS = objects()
POD: Any = OBJECTS["Deployment"]["spec"]["template"]["spec"]
(CONTAINER,) = POD["containers"]
VARIABLES = {
    **settings_of("infra/kubernetes/base/settings.env"),
    **settings_of("infra/kubernetes/production/settings.env"),
}
SETTINGS = Settings.model_validate({name.removeprefix("GATEWAY_").lower(): value for name, value in VARIABLES.items()})
OWN_BYTES = 150 * 10**6
CONNECTION_BYTES = 150 * 10**3
KUSTOMIZE = next((way for way in (["kustomize", "build"], ["kubectl", "kustomize"]) if shutil.which(way[0])), [])
UNITS = {"Mi": 2**20, "Gi": 2**30}
HOOK = re.compile(r"sleep (?P<pause_s>\d+); exec gateway drain (?P<url>\S+) --within (?P<within_s>\d+)")


def hook() -> re.Match[str]:
    *_, line = CONTAINER["lifecycle"]["preStop"]["exec"]["command"]
    found = HOOK.fullmatch(line)
    assert found
    return found


def amount(text: str) -> int:
    return int(text[:-2]) * UNITS[text[-2:]]


@pytest.mark.parametrize("release", ["1.31", "1.37"])
def test_the_objects_are_those_of_the_api(release: str) -> None:
    """Every field exists and has its type, in an old release and in a new one; the operator's kinds are not known."""
    files = [
        path for path in sorted(FOLDER.glob("*/*.yaml")) if path.name not in {"kustomization.yaml", "monitoring.yaml"}
    ]

    assert len(files) == len(OBJECTS) - 1
    judged("kubernetes-validate", "--strict", "--kubernetes-version", release, *files)


def test_each_file_is_listed() -> None:
    """What Kustomize is not told of does not exist."""
    for folder in ("base", "production"):
        found = documents(f"infra/kubernetes/{folder}")
        listed = {name for name in found["kustomization.yaml"]["resources"] if name != "../base"}

        assert listed == set(found) - {"kustomization.yaml"}


@pytest.mark.skipif(not KUSTOMIZE, reason="neither kustomize nor kubectl is on the PATH")
def test_kustomize_builds_both() -> None:
    """The overlay finds what it changes: the settings are merged, the image has its name, the autoscaler is alone."""
    for folder in ("base", "production"):
        command = [*KUSTOMIZE, str(FOLDER / folder)]
        built = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout
    found = {one["kind"]: one for one in yaml.safe_load_all(built)}

    assert found["ConfigMap"]["data"] == VARIABLES
    assert "replicas" not in found["Deployment"]["spec"]
    pod = found["Deployment"]["spec"]["template"]["spec"]["containers"][0]
    assert pod["image"].endswith(f"/crypto-gateway:{version()}")
    assert pod["envFrom"][0]["configMapRef"]["name"] == found["ConfigMap"]["metadata"]["name"]
    assert found["NetworkPolicy"]["spec"]["ingress"] == OBJECTS["NetworkPolicy"]["spec"]["ingress"]


def test_only_settings_that_exist_are_set() -> None:
    """A setting that the gateway does not know would stop it at once."""
    assert strangers(VARIABLES) == []


def test_the_image_is_the_version_of_the_package() -> None:
    """A tag, and no other than the one that the release makes."""
    (image,) = documents("infra/kubernetes/production")["kustomization.yaml"]["images"]

    assert CONTAINER["image"] == f"{image['name']}:{version()}"
    assert image["newTag"] == version()


def test_the_pod_keeps_the_restricted_profile() -> None:
    """No root, no capability, no way to more, no writing but into its volumes, no token of the cluster."""
    assert OBJECTS["Namespace"]["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert CONTAINER["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert POD["automountServiceAccountToken"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(POD)


def test_the_volumes_are_those_that_the_image_writes_to() -> None:
    """The archive's folder and /tmp, each with a bound that the archive's own bound fits into."""
    sizes = {volume["name"]: amount(volume["emptyDir"]["sizeLimit"]) for volume in POD["volumes"]}
    mounts = {mount["mountPath"]: mount["name"] for mount in CONTAINER["volumeMounts"]}

    assert set(mounts) == {"/var/lib/gateway/data", "/tmp"}  # noqa: S108  the container's own
    assert sizes[mounts["/var/lib/gateway/data"]] > 1.5 * SETTINGS.archive_max_mb * 2**20
    assert sum(sizes.values()) < amount(CONTAINER["resources"]["limits"]["ephemeral-storage"])


def test_the_hook_waits_longer_than_a_drain_takes() -> None:
    """The drain, the last close frames, and a request that is half sent."""
    assert float(hook()["within_s"]) > SETTINGS.drain_s + LAST_S + HEADER_TIMEOUT_MS / 1000


def test_the_grace_period_is_longer_than_the_hook() -> None:
    """Else the cluster would kill what drains."""
    assert POD["terminationGracePeriodSeconds"] > float(hook()["pause_s"]) + float(hook()["within_s"])


def test_the_hook_pauses_until_nobody_is_sent_here() -> None:
    """At least as long as the readiness probe needs to see it, for load balancers that go by that."""
    probe = CONTAINER["readinessProbe"]

    assert float(hook()["pause_s"]) > probe["periodSeconds"] * probe["failureThreshold"]


def test_there_is_one_port() -> None:
    """Container, hook, probes, service, network policy and monitor mean the same one."""
    (port,) = CONTAINER["ports"]
    (served,) = OBJECTS["Service"]["spec"]["ports"]
    (let_in,) = OBJECTS["NetworkPolicy"]["spec"]["ingress"]
    (scraped,) = OBJECTS["ServiceMonitor"]["spec"]["endpoints"]

    assert port["containerPort"] == SETTINGS.port
    assert hook()["url"] == f"http://127.0.0.1:{SETTINGS.port}"
    assert {CONTAINER[probe]["httpGet"]["port"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")} == {
        port["name"]
    }
    assert served["targetPort"] == let_in["ports"][0]["port"] == port["name"]
    assert scraped["port"] == served["name"]


def test_all_mean_the_same_pods() -> None:
    """Whatever selects pods selects those of the deployment, and whatever scales or monitors finds it."""
    labels = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    (spread,) = POD["topologySpreadConstraints"]

    assert OBJECTS["Deployment"]["spec"]["selector"]["matchLabels"] == labels
    assert OBJECTS["Service"]["spec"]["selector"] == labels
    assert OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"] == labels
    assert OBJECTS["NetworkPolicy"]["spec"]["podSelector"]["matchLabels"] == labels
    assert spread["labelSelector"]["matchLabels"] == labels
    assert OBJECTS["ServiceMonitor"]["spec"]["selector"]["matchLabels"] == OBJECTS["Service"]["metadata"]["labels"]
    target = OBJECTS["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", OBJECTS["Deployment"]["metadata"]["name"])
    assert POD["serviceAccountName"] == OBJECTS["ServiceAccount"]["metadata"]["name"]


def test_a_rollout_never_leaves_fewer() -> None:
    """The new one is ready before an old one goes, and whoever empties a node takes one at a time."""
    assert OBJECTS["Deployment"]["spec"]["strategy"]["rollingUpdate"] == {"maxSurge": 1, "maxUnavailable": 0}
    assert OBJECTS["Deployment"]["spec"]["replicas"] >= 2
    assert OBJECTS["HorizontalPodAutoscaler"]["spec"]["minReplicas"] >= 2
    assert OBJECTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1


def test_the_memory_is_enough_for_its_clients() -> None:
    """As many as are let in, and a quarter more for what waits for them."""
    limit = amount(CONTAINER["resources"]["limits"]["memory"])

    assert limit > 1.25 * (OWN_BYTES + CONNECTION_BYTES * SETTINGS.max_connections)


def test_more_are_started_before_one_is_full() -> None:
    """The autoscaler's target leaves room for the clients of one that dies among three."""
    (metric,) = OBJECTS["HorizontalPodAutoscaler"]["spec"]["metrics"]

    assert metric["pods"]["metric"]["name"] == "gateway_connections"
    assert float(metric["pods"]["target"]["averageValue"]) <= 0.7 * SETTINGS.max_connections


def test_it_reaches_names_and_https_and_nothing_of_the_cluster() -> None:
    """A provider's name that leads into the cluster, or to the cloud's metadata, leads nowhere."""
    names, world = OBJECTS["NetworkPolicy"]["spec"]["egress"]
    v4, v6 = (block["ipBlock"] for block in world["to"])

    assert OBJECTS["NetworkPolicy"]["spec"]["policyTypes"] == ["Ingress", "Egress"]
    assert {port["port"] for port in names["ports"]} == {53}
    assert [port["port"] for port in world["ports"]] == [443]
    assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"} <= set(v4["except"])
    assert {"fc00::/7", "fe80::/10"} <= set(v6["except"])


def test_there_is_no_secret_in_the_files() -> None:
    """A Secret is made by whoever runs it."""
    assert "Secret" not in OBJECTS
    assert {"secretRef": {"name": "gateway", "optional": True}} in CONTAINER["envFrom"]
