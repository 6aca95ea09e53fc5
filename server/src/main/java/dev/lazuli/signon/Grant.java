package dev.lazuli.signon;

import java.time.Instant;

/// What an access token says: who shows it, and what for.
///
/// @param audience the service that it was asked for, such as `https://management.azure.com`
public record Grant(ServicePrincipal principal, String audience, Instant issued, Instant expires) {}
