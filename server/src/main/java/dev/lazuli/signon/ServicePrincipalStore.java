package dev.lazuli.signon;

import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;

/// The rows of service principals and of the hashes of their secrets.
final class ServicePrincipalStore {
  private static final Table<Record> PRINCIPALS = DSL.table("service_principals");
  private static final Field<String> APP = DSL.field("app_id", String.class);
  private static final Field<String> OBJECT = DSL.field("object_id", String.class);
  private static final Field<String> NAME = DSL.field("display_name", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<String> CREATED_BY = DSL.field("created_by", String.class);

  private static final Table<Record> SECRETS = DSL.table("service_principal_secrets");
  private static final Field<String> HASH = DSL.field("secret_sha256", String.class);
  private static final Field<Long> ENDS = DSL.field("ends_ms", Long.class);

  private static final Table<Record> KEYS = DSL.table("signing_keys");
  private static final Field<String> KEY = DSL.field("key_id", String.class);
  private static final Field<String> SEALED = DSL.field("sealed_key", String.class);

  private static final List<Field<?>> COLUMNS = List.of(APP, OBJECT, NAME, CREATED, CREATED_BY);

  /// A signing key as it is kept.
  record SealedKey(String id, String sealed) {}

  void insert(Transaction transaction, ServicePrincipal principal) {
    transaction
        .sql()
        .insertInto(PRINCIPALS)
        .columns(APP, OBJECT, NAME, CREATED, CREATED_BY)
        .values(
            principal.appId(),
            principal.objectId(),
            principal.displayName(),
            principal.created().toEpochMilli(),
            principal.createdBy())
        .execute();
  }

  Optional<ServicePrincipal> find(Transaction transaction, String id) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(PRINCIPALS)
        .where(APP.eq(id).or(OBJECT.eq(id)))
        .fetchOptional(ServicePrincipalStore::principal);
  }

  List<ServicePrincipal> list(Transaction transaction) {
    return transaction
        .sql()
        .select(COLUMNS)
        .from(PRINCIPALS)
        .orderBy(NAME, APP)
        .fetch(ServicePrincipalStore::principal);
  }

  void delete(Transaction transaction, String appId) {
    transaction.sql().deleteFrom(SECRETS).where(APP.eq(appId)).execute();
    transaction.sql().deleteFrom(PRINCIPALS).where(APP.eq(appId)).execute();
  }

  void addSecret(Transaction transaction, String appId, String hash, Instant ends) {
    transaction
        .sql()
        .insertInto(SECRETS)
        .columns(APP, HASH, ENDS)
        .values(appId, hash, ends.toEpochMilli())
        .execute();
  }

  void deleteSecrets(Transaction transaction, String appId) {
    transaction.sql().deleteFrom(SECRETS).where(APP.eq(appId)).execute();
  }

  boolean hasSecret(Transaction transaction, String appId, String hash, Instant now) {
    return transaction
        .sql()
        .fetchExists(
            DSL.selectOne()
                .from(SECRETS)
                .where(APP.eq(appId), HASH.eq(hash), ENDS.gt(now.toEpochMilli())));
  }

  Optional<SealedKey> signingKey(Transaction transaction) {
    return transaction
        .sql()
        .select(KEY, SEALED)
        .from(KEYS)
        .orderBy(CREATED.desc(), KEY)
        .limit(1)
        .fetchOptional(row -> new SealedKey(row.get(KEY), row.get(SEALED)));
  }

  void insertSigningKey(Transaction transaction, SealedKey key, Instant now) {
    transaction
        .sql()
        .insertInto(KEYS)
        .columns(KEY, SEALED, CREATED)
        .values(key.id(), key.sealed(), now.toEpochMilli())
        .execute();
  }

  private static ServicePrincipal principal(Record row) {
    return new ServicePrincipal(
        row.get(APP),
        row.get(OBJECT),
        row.get(NAME),
        Instant.ofEpochMilli(row.get(CREATED)),
        row.get(CREATED_BY));
  }
}
