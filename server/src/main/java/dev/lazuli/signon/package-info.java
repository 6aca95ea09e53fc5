/// Sign-on as Entra ID words it: service principals, access tokens, and what clients ask before.
@NullMarked
package dev.lazuli.signon;

import org.jspecify.annotations.NullMarked;
