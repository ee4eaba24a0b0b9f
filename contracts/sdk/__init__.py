"""Clients for other programs, written from asyncapi.yaml: one package a language and endpoint."""
