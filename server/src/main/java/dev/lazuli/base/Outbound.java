package dev.lazuli.base;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// The one client for calls to addresses that a user gave.
///
/// It resolves a name once, refuses addresses of this machine and of private networks unless they
/// are allowed, and connects to the very address that it checked, so that a name cannot change
/// between check and use. Redirects pass the same checks. Link-local addresses, where clouds keep
/// credentials, are refused always.
public final class Outbound {
  private static final int REDIRECTS_MAX = 5;

  private final boolean privateAllowed;
  private final Duration connectTime;
  private final Duration silenceMax;
  private final Duration timeMax;

  /// A client with 10 seconds to connect, 60 seconds of silence and an hour in all.
  ///
  /// @param privateAllowed whether it may call this machine and private networks
  public Outbound(boolean privateAllowed) {
    this(privateAllowed, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofHours(1));
  }

  Outbound(boolean privateAllowed, Duration connectTime, Duration silenceMax, Duration timeMax) {
    this.privateAllowed = privateAllowed;
    this.connectTime = connectTime;
    this.silenceMax = silenceMax;
    this.timeMax = timeMax;
  }

  /// Takes the content of an answer.
  @FunctionalInterface
  public interface Sink<T> {
    T take(InputStream content) throws IOException;
  }

  /// Fetches what lies at an address.
  ///
  /// @param bytesMax the most it may hold
  /// @throws Problem.Invalid when the address is none of `http:` or `https:`
  /// @throws Problem.Forbidden when it leads to this machine or a private network
  /// @throws Problem.TooLarge when there is more
  /// @throws Problem.Unavailable when it does not answer, or not with 200
  public <T> T get(URI address, long bytesMax, Sink<T> sink) {
    long end = System.nanoTime() + timeMax.toNanos();
    URI current = address;
    for (int i = 0; i <= REDIRECTS_MAX; i++) {
      check(current);
      try (Socket socket = connect(current)) {
        send(socket, current);
        InputStream in = new BufferedInputStream(new Timed(socket.getInputStream(), end));
        HttpAnswer answer = HttpAnswer.read(in);
        if (answer.isRedirect()) {
          current = redirected(current, answer.location());
          continue;
        }
        if (answer.status() != 200) {
          throw new Problem.Unavailable(
              "'%s' answered with status %d".formatted(shown(current), answer.status()));
        }
        return sink.take(answer.content(in, bytesMax));
      } catch (SocketTimeoutException e) {
        throw new Problem.Unavailable("'%s' does not answer in time".formatted(shown(current)));
      } catch (IOException e) {
        throw new Problem.Unavailable(
            "'%s' cannot be read: %s".formatted(shown(current), e.getMessage()));
      } catch (UncheckedIOException e) {
        throw new Problem.Unavailable(
            "'%s' cannot be read: %s".formatted(shown(current), e.getMessage()));
      }
    }
    throw new Problem.Unavailable(
        "'%s' redirects more than %d times".formatted(shown(address), REDIRECTS_MAX));
  }

  private static void check(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    boolean web = scheme.equals("http") || scheme.equals("https");
    if (!web || address.getHost() == null || address.getRawUserInfo() != null) {
      throw new Problem.Invalid(
          "path", shown(address), "http:// or https:// with a host and without a user name");
    }
  }

  private static URI redirected(URI from, Optional<String> location) {
    try {
      URI to = from.resolve(location.orElse(""));
      if (isSecure(from) && !isSecure(to)) {
        throw new Problem.Forbidden("'%s' redirects from https to http".formatted(shown(from)));
      }
      return to;
    } catch (IllegalArgumentException e) {
      throw new Problem.Unavailable("'%s' redirects to no address".formatted(shown(from)));
    }
  }

  private static boolean isSecure(URI address) {
    return "https".equalsIgnoreCase(address.getScheme());
  }

  private Socket connect(URI address) throws IOException {
    int port = address.getPort() >= 0 ? address.getPort() : isSecure(address) ? 443 : 80;
    InetAddress target = checkedAddress(address);
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(target, port), (int) connectTime.toMillis());
      socket.setSoTimeout((int) silenceMax.toMillis());
      return isSecure(address) ? secured(socket, host(address), port) : socket;
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket secured(Socket socket, String host, int port) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket secured = (SSLSocket) factory.createSocket(socket, host, port, true);
    SSLParameters parameters = secured.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    secured.setSSLParameters(parameters);
    secured.startHandshake();
    return secured;
  }

  private InetAddress checkedAddress(URI address) {
    InetAddress[] all;
    try {
      all = InetAddress.getAllByName(host(address));
    } catch (UnknownHostException e) {
      throw new Problem.Unavailable("the host '%s' is not known".formatted(host(address)));
    }
    for (InetAddress one : all) {
      boolean allowed = privateAllowed ? !Addresses.isLinkLocal(one) : Addresses.isPublic(one);
      if (!allowed) {
        throw new Problem.Forbidden(
            ("'%s' leads to %s, an address of this machine or of a private network; the setting"
                    + " allow_private_network decides about those")
                .formatted(host(address), one.getHostAddress()));
      }
    }
    return all[0];
  }

  private static String host(URI address) {
    String host = String.valueOf(address.getHost());
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static void send(Socket socket, URI address) throws IOException {
    String path =
        address.getRawPath() == null || address.getRawPath().isEmpty() ? "/" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    String port = address.getPort() >= 0 ? ":" + address.getPort() : "";
    String request =
        String.join(
            "\r\n",
            "GET " + path + query + " HTTP/1.1",
            "Host: " + address.getHost() + port,
            "User-Agent: lazuli",
            "Accept: */*",
            "Accept-Encoding: identity",
            "Connection: close",
            "",
            "");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /// An address without its query, where keys are.
  private static String shown(URI address) {
    String text = address.toString();
    int query = text.indexOf('?');
    String shown = query < 0 ? text : text.substring(0, query);
    return address.getRawUserInfo() == null ? shown : shown.replaceFirst("//[^@/]*@", "//");
  }

  /// A stream that fails when its time is over: a sender of one byte a minute must not hold a
  /// thread.
  private static final class Timed extends FilterInputStream {
    private final long end;

    Timed(InputStream in, long end) {
      super(in);
      this.end = end;
    }

    @Override
    public int read() throws IOException {
      check();
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      check();
      return super.read(target, offset, length);
    }

    private void check() throws SocketTimeoutException {
      if (System.nanoTime() - end > 0) {
        throw new SocketTimeoutException("the time for this answer is over");
      }
    }
  }

  /// Which addresses are where.
  static final class Addresses {
    private Addresses() {}

    static boolean isLinkLocal(InetAddress address) {
      return address.isLinkLocalAddress() || isEmbedded(address, Addresses::isLinkLocal);
    }

    /// Whether an address is one of the open internet.
    static boolean isPublic(InetAddress address) {
      if (address.isAnyLocalAddress()
          || address.isLoopbackAddress()
          || address.isLinkLocalAddress()
          || address.isSiteLocalAddress()
          || address.isMulticastAddress()) {
        return false;
      }
      byte[] bytes = address.getAddress();
      int first = bytes[0] & 255;
      int second = bytes[1] & 255;
      if (bytes.length == 4) {
        boolean shared = first == 100 && second >= 64 && second < 128;
        boolean special = first == 192 && second == 0 && bytes[2] == 0;
        boolean benchmark = first == 198 && (second == 18 || second == 19);
        return first != 0 && first < 240 && !shared && !special && !benchmark;
      }
      boolean unique = (first & 0xfe) == 0xfc;
      return !unique && !isEmbedded(address, embedded -> !isPublic(embedded));
    }

    /// Whether an IPv6 address carries an IPv4 address (NAT64, 6to4, compatible) with a property.
    private static boolean isEmbedded(InetAddress address, Predicate<InetAddress> property) {
      byte[] bytes = address.getAddress();
      if (bytes.length != 16) {
        return false;
      }
      int start = -1;
      boolean translated = bytes[0] == 0 && bytes[1] == 0x64 && (bytes[2] & 255) == 0xff;
      boolean compatible = Arrays.equals(bytes, 0, 12, new byte[12], 0, 12);
      if (translated || compatible) {
        start = 12;
      } else if (bytes[0] == 0x20 && bytes[1] == 0x02) {
        start = 2;
      }
      if (start < 0) {
        return false;
      }
      try {
        return property.test(InetAddress.getByAddress(Arrays.copyOfRange(bytes, start, start + 4)));
      } catch (UnknownHostException e) {
        throw new IllegalStateException("four bytes are an address", e);
      }
    }
  }
}
