package dev.lazuli.batch;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import dev.lazuli.schema.Codec;
import dev.lazuli.schema.Wire;
import dev.lazuli.store.Events;
import dev.lazuli.store.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/// The rows of batch endpoints and their deployments.
final class BatchStore {
  private static final Table<Record> ENDPOINTS = DSL.table("batch_endpoints");
  private static final Table<Record> DEPLOYMENTS = DSL.table("batch_deployments");
  private static final Field<Long> OWNER = DSL.field("owner_id", Long.class);
  private static final Field<String> NAME = DSL.field("name", String.class);
  private static final Field<String> DEFAULT = DSL.field("default_deployment", String.class);
  private static final Field<String> ENDPOINT = DSL.field("endpoint_name", String.class);
  private static final Field<String> CONTENT = DSL.field("content", String.class);
  private static final Field<Long> CREATED = DSL.field("created_ms", Long.class);
  private static final Field<Long> MODIFIED = DSL.field("modified_ms", Long.class);

  /// A resource with when it was made and changed.
  record Row<R>(R resource, Instant created, Instant modified) {}

  List<Row<BatchEndpoint>> endpoints(Transaction transaction, long owner) {
    return transaction
        .sql()
        .select(CONTENT, DEFAULT, CREATED, MODIFIED)
        .from(ENDPOINTS)
        .where(OWNER.eq(owner))
        .orderBy(NAME)
        .fetch(BatchStore::endpoint);
  }

  Optional<Row<BatchEndpoint>> endpoint(Transaction transaction, long owner, String name) {
    return transaction
        .sql()
        .select(CONTENT, DEFAULT, CREATED, MODIFIED)
        .from(ENDPOINTS)
        .where(OWNER.eq(owner), NAME.eq(name))
        .fetchOptional(BatchStore::endpoint);
  }

  Row<BatchEndpoint> requireEndpoint(Transaction transaction, long owner, String name) {
    return endpoint(transaction, owner, name)
        .orElseThrow(() -> new Problem.NotFound("no batch endpoint '%s'".formatted(name)));
  }

  /// Makes or replaces an endpoint; true when it is new.
  boolean put(Transaction transaction, long owner, BatchEndpoint endpoint, long nowMs) {
    String name = endpoint.name().value();
    String content = written(BatchEndpoint.DESCRIPTION, endpoint, "batchEndpoints/" + name);
    int changed =
        transaction
            .sql()
            .update(ENDPOINTS)
            .set(CONTENT, content)
            .set(DEFAULT, endpoint.defaultDeployment())
            .set(MODIFIED, nowMs)
            .where(OWNER.eq(owner), NAME.eq(name))
            .execute();
    if (changed == 0) {
      transaction
          .sql()
          .insertInto(ENDPOINTS)
          .columns(OWNER, NAME, DEFAULT, CONTENT, CREATED, MODIFIED)
          .values(owner, name, endpoint.defaultDeployment(), content, nowMs, nowMs)
          .execute();
    }
    event(transaction, owner, changed == 0 ? "created" : "updated", name);
    return changed == 0;
  }

  void deleteEndpoint(Transaction transaction, long owner, String name) {
    transaction.sql().deleteFrom(DEPLOYMENTS).where(OWNER.eq(owner), ENDPOINT.eq(name)).execute();
    transaction.sql().deleteFrom(ENDPOINTS).where(OWNER.eq(owner), NAME.eq(name)).execute();
    event(transaction, owner, "deleted", name);
  }

  List<Row<BatchDeployment>> deployments(Transaction transaction, long owner, String endpoint) {
    return transaction
        .sql()
        .select(CONTENT, CREATED, MODIFIED)
        .from(DEPLOYMENTS)
        .where(OWNER.eq(owner), ENDPOINT.eq(endpoint))
        .orderBy(NAME)
        .fetch(BatchStore::deployment);
  }

  Optional<Row<BatchDeployment>> deployment(
      Transaction transaction, long owner, String endpoint, String name) {
    return transaction
        .sql()
        .select(CONTENT, CREATED, MODIFIED)
        .from(DEPLOYMENTS)
        .where(OWNER.eq(owner), ENDPOINT.eq(endpoint), NAME.eq(name))
        .fetchOptional(BatchStore::deployment);
  }

  boolean put(Transaction transaction, long owner, BatchDeployment deployment, long nowMs) {
    String name = deployment.name().value();
    String path = "batchEndpoints/%s/deployments/%s".formatted(deployment.endpoint(), name);
    String content = written(BatchDeployment.DESCRIPTION, deployment, path);
    int changed =
        transaction
            .sql()
            .update(DEPLOYMENTS)
            .set(CONTENT, content)
            .set(MODIFIED, nowMs)
            .where(OWNER.eq(owner), ENDPOINT.eq(deployment.endpoint()), NAME.eq(name))
            .execute();
    if (changed == 0) {
      transaction
          .sql()
          .insertInto(DEPLOYMENTS)
          .columns(OWNER, ENDPOINT, NAME, CONTENT, CREATED, MODIFIED)
          .values(owner, deployment.endpoint(), name, content, nowMs, nowMs)
          .execute();
    }
    event(
        transaction,
        owner,
        changed == 0 ? "created" : "updated",
        deployment.endpoint() + "/deployments/" + name);
    return changed == 0;
  }

  void deleteDeployment(Transaction transaction, long owner, String endpoint, String name) {
    transaction
        .sql()
        .deleteFrom(DEPLOYMENTS)
        .where(OWNER.eq(owner), ENDPOINT.eq(endpoint), NAME.eq(name))
        .execute();
    event(transaction, owner, "deleted", endpoint + "/deployments/" + name);
  }

  private static void event(Transaction transaction, long owner, String verb, String subject) {
    String kind = subject.contains("/") ? "batchDeployment." : "batchEndpoint.";
    Events.append(transaction, owner, kind + verb, "batchEndpoints/" + subject, Map.of());
  }

  private static <R> String written(Codec<R> description, R resource, String path) {
    ObjectNode wire = Wire.write(description, resource);
    return Json.text(wire.put("id", "/" + path));
  }

  private static Row<BatchEndpoint> endpoint(Record row) {
    BatchEndpoint endpoint =
        Wire.read(BatchEndpoint.DESCRIPTION, Json.parse(row.get(CONTENT)))
            .withDefault(row.get(DEFAULT));
    return new Row<>(
        endpoint, Instant.ofEpochMilli(row.get(CREATED)), Instant.ofEpochMilli(row.get(MODIFIED)));
  }

  private static Row<BatchDeployment> deployment(Record row) {
    return new Row<>(
        Wire.read(BatchDeployment.DESCRIPTION, Json.parse(row.get(CONTENT))),
        Instant.ofEpochMilli(row.get(CREATED)),
        Instant.ofEpochMilli(row.get(MODIFIED)));
  }
}
