package dev.lazuli.tracking;

/// A word about a thing, which can be changed.
public record Tag(String key, String value) {}
