package dev.lazuli.signon;

import java.time.Instant;

/// A program that signs on by itself.
///
/// @param appId what it signs on with, a UUID: `client_id` in OAuth's words
/// @param objectId its id in the directory, a UUID: what roles are granted to
public record ServicePrincipal(
    String appId, String objectId, String displayName, Instant created, String createdBy) {}
