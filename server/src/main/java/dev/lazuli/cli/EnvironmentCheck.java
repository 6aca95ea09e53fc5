package dev.lazuli.cli;

import dev.lazuli.base.Json;
import dev.lazuli.base.Problem;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// Makes one call of each kind with the variables of `lazuli env`, and says how each went.
final class EnvironmentCheck {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(20);

  private final Map<String, String> variables;
  private final PrintWriter out;
  private final HttpClient client;
  private boolean allWell = true;

  EnvironmentCheck(Map<String, String> variables, PrintWriter out) {
    this.variables = variables;
    this.out = out;
    this.client =
        HttpClient.newBuilder()
            .sslContext(trusting(value("REQUESTS_CA_BUNDLE")))
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /// What one call brings.
  @FunctionalInterface
  private interface Call {
    String make() throws IOException, InterruptedException;
  }

  /// Makes all calls; true when each went well.
  boolean run() throws InterruptedException {
    say("cloud metadata", () -> get(value("ARM_CLOUD_METADATA_URL"), ""));
    String authority = value("AZURE_AUTHORITY_HOST");
    String[] token = {""};
    say(
        "token",
        () -> {
          token[0] = token(authority);
          return token[0];
        });
    say("workspace", () -> get(authority + arm() + "?api-version=2024-10-01", token[0]));
    say(
        "datastores",
        () -> get(authority + arm() + "/datastores?api-version=2024-10-01", token[0]));
    say(
        "MLflow tracking",
        () ->
            get(
                value("MLFLOW_TRACKING_URI")
                    + "/api/2.0/mlflow/experiments/get-by-name?experiment_name=Default",
                token[0]));
    say("blob storage", () -> get(authority + "/lazuli?comp=list", token[0]));
    out.flush();
    return allWell;
  }

  private void say(String what, Call call) throws InterruptedException {
    try {
      String answer = call.make();
      out.println("ok    " + what + (answer.isEmpty() ? " (no content)" : ""));
    } catch (IOException e) {
      allWell = false;
      String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      out.println("FAIL  %s: %s".formatted(what, reason));
    }
  }

  private String token(String authority) throws IOException, InterruptedException {
    String form =
        "grant_type=client_credentials&client_id=%s&client_secret=%s&scope=%s"
            .formatted(
                encoded(value("AZURE_CLIENT_ID")),
                encoded(value("AZURE_CLIENT_SECRET")),
                encoded(authority + "//.default"));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(authority + "/" + value("AZURE_TENANT_ID") + "/oauth2/v2.0/token"))
            .timeout(ANSWER_MAX)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return Json.parse(sent(request)).path("access_token").asString("");
  }

  private String get(String url, String token) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(ANSWER_MAX);
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return sent(request.build());
  }

  private String sent(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException("status %d: %s".formatted(answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  private String arm() {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.MachineLearningServices/workspaces/%s"
        .formatted(
            encoded(value("AZUREML_ARM_SUBSCRIPTION")),
            encoded(value("AZUREML_ARM_RESOURCEGROUP")),
            encoded(value("AZUREML_ARM_WORKSPACE_NAME")));
  }

  private String value(String name) {
    return variables.getOrDefault(name, "");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static SSLContext trusting(String file) {
    try (InputStream content = new FileInputStream(file)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int count = 0;
      for (Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(content)) {
        store.setCertificateEntry("c" + count++, certificate);
      }
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, factory.getTrustManagers(), null);
      return context;
    } catch (IOException e) {
      throw new Problem.NotFound(
          "cannot read '%s': is the server on another machine? Fetch its authority with 'lazuli certs export'"
              .formatted(file));
    } catch (GeneralSecurityException e) {
      throw new Problem.Invalid("REQUESTS_CA_BUNDLE", "'%s' holds no certificates".formatted(file));
    }
  }
}
