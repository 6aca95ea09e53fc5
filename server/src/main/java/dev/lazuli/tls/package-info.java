/// The certificates that HTTPS clients of this server trust: a private authority, and what it
/// signs.
@NullMarked
package dev.lazuli.tls;

import org.jspecify.annotations.NullMarked;
