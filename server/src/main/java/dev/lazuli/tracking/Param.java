package dev.lazuli.tracking;

/// An input of a run, which is logged once and never changes.
public record Param(String key, String value) {}
