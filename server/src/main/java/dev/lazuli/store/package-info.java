/// The database (SQLite or PostgreSQL) and the blob store.
@NullMarked
package dev.lazuli.store;

import org.jspecify.annotations.NullMarked;
