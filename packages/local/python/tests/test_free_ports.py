"""Ports of model servers, which bind them seconds after they were chosen."""

import socket
from dataclasses import astuple

from pictor_local.services.sagemaker.server_environment import EPHEMERAL, free_ports


def test_ports_are_none_that_a_connection_is_given_meanwhile() -> None:
    """The system hands its own range to whatever connects: the port would be taken by then."""
    for _ in range(50):
        assert max(astuple(free_ports())) < EPHEMERAL


def test_ports_differ_and_are_free() -> None:
    ports = astuple(free_ports())
    assert len(set(ports)) == 4
    for port in ports:
        with socket.socket() as free:
            free.bind(("127.0.0.1", port))


def test_port_that_is_taken_is_passed_over() -> None:
    chosen = iter([20_001, 20_002, 20_001, 20_003, 20_004, 20_005, 20_006])
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 20_002))
        assert astuple(free_ports(lambda: next(chosen))) == (20_001, 20_003, 20_004, 20_005)
