import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The service's API from JDK 17 alone: an activation, a one-time password, a payment, and the
 * webhook that tells of its approval. Run it with TESSERA_API_KEY set and a phone at hand:
 * {@code java Example.java customer-17}.
 */
public final class Example {
  private static final String API =
      System.getenv().getOrDefault("TESSERA_API", "http://127.0.0.1:8081") + "/v1";
  private static final String KEY = System.getenv("TESSERA_API_KEY");
  private static final Duration TIMEOUT = Duration.ofSeconds(35);
  private static final int TRIES = 4;
  private static final long WEBHOOK_AGE_SECONDS = 300;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static final BufferedReader INPUT =
      new BufferedReader(new InputStreamReader(System.in, UTF_8));

  public static void main(String[] args) throws Exception {
    String owner = args.length > 0 ? args[0] : "customer-17";
    String person = API + "/owners/" + URLEncoder.encode(owner, UTF_8).replace("+", "%20");

    Receiver receiver = new Receiver();
    Answer endpoint = post(API + "/endpoints", """
        {"url":"%s","types":["request.approved","request.denied"]}""".formatted(receiver.url()));
    receiver.start(endpoint.text("secret"));

    Answer begun = post(person + "/activations", "{\"label\":\"Example\"}");
    System.out.println("First code, to scan or to paste:\n" + begun.text("text"));
    String activation = API + "/activations/" + begun.text("id");
    Answer bound = typed("Code on the phone", activation + "/device-code");
    System.out.println("Second code, to scan or to paste:\n" + bound.text("text"));
    Answer device = typed("Digits on the phone", activation + "/activation-code");
    System.out.println("Active: " + device.text("serial"));

    typed("One-time password", person + "/verify-otp");
    System.out.println("Signed in.");

    String order = "order-" + UUID.randomUUID();
    Answer asked = post(person + "/requests", """
        {"kind":"transaction","reference":"%s","locale":"en",
         "payment":{"amount":"129.90","currency":"EUR","payee":"Kato Bikes"}}""".formatted(order));
    System.out.println("Payment, to scan or to paste:\n" + asked.text("text"));
    typed("Response code", API + "/requests/" + asked.text("id") + "/response-code");

    String event = receiver.awaitOrder(order);
    System.out.println("Webhook: " + event + " " + order);
    delete(API + "/endpoints/" + endpoint.text("id"));
    receiver.stop();
  }

  /** Posts what the person types until it is right, or no further try helps. */
  private static Answer typed(String prompt, String url) throws Exception {
    while (true) {
      System.out.println(prompt + ":");
      String code = INPUT.readLine();
      if (code == null) throw new IOException("no code was typed");
      Answer answer = call(url, "{\"code\":\"" + code.replaceAll("[^\\w -]", "") + "\"}");
      if (answer.isOk()) return answer;
      if (answer.status != 422) throw new IOException(answer.body);
      // For the person, in the language of Accept-Language.
      System.out.println(answer.text("text"));
    }
  }

  private static Answer post(String url, String json) throws Exception {
    Answer answer = call(url, json);
    if (!answer.isOk()) throw new IOException(answer.status + " " + answer.body);
    return answer;
  }

  /**
   * Posts JSON; repeats it under the same Idempotency-Key where no answer came, so that it is done
   * once, and where the service asks to come again.
   */
  private static Answer call(String url, String json) throws Exception {
    HttpRequest request = to(url)
        .header("Content-Type", "application/json")
        .header("Accept-Language", "en")
        .header("Idempotency-Key", UUID.randomUUID().toString())
        .POST(HttpRequest.BodyPublishers.ofString(json))
        .build();
    for (int attempt = 1; ; attempt++) {
      try {
        Answer answer = send(request);
        if (answer.status != 503 || attempt == TRIES) return answer;
      } catch (IOException lost) {
        if (attempt == TRIES) throw lost;
      }
      Thread.sleep(1000L * attempt);
    }
  }

  private static void delete(String url) throws Exception {
    send(to(url).DELETE().build());
  }

  private static HttpRequest.Builder to(String url) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(TIMEOUT)
        .header("Authorization", "Bearer " + KEY);
  }

  private static Answer send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString(UTF_8));
    return new Answer(response.statusCode(), response.body());
  }

  private record Answer(int status, String body) {
    boolean isOk() {
      return status / 100 == 2;
    }

    String text(String name) {
      return member(body, name);
    }
  }

  /** Stands for your JSON library: the first member of a name whose value is a plain text. */
  private static String member(String json, String name) {
    Matcher found = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(json);
    return found.find() ? found.group(1) : "";
  }

  /** Receives webhooks (Standard Webhooks): verified by their secret, answered at once. */
  private static final class Receiver {
    private final HttpServer server;
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private byte[] secret;

    Receiver() throws IOException {
      server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    }

    String url() {
      return "http://127.0.0.1:" + server.getAddress().getPort() + "/tessera";
    }

    void start(String text) {
      secret = Base64.getDecoder().decode(text.substring("whsec_".length()));
      server.createContext("/tessera", this::receive);
      server.start();
    }

    void stop() {
      server.stop(0);
    }

    private void receive(HttpExchange exchange) throws IOException {
      try (exchange) {
        byte[] body = exchange.getRequestBody().readAllBytes();
        boolean isOurs = isSigned(exchange, body);
        if (isOurs) events.add(new String(body, UTF_8));
        exchange.sendResponseHeaders(isOurs ? 204 : 401, -1);
      }
    }

    private boolean isSigned(HttpExchange exchange, byte[] body) throws IOException {
      String id = header(exchange, "webhook-id");
      String time = header(exchange, "webhook-timestamp");
      if (!time.matches("\\d{1,12}")) return false;
      long age = Instant.now().getEpochSecond() - Long.parseLong(time);
      if (Math.abs(age) > WEBHOOK_AGE_SECONDS) return false;
      String right = "v1," + Base64.getEncoder().encodeToString(hmac(id + "." + time + ".", body));
      for (String each : header(exchange, "webhook-signature").split(" "))
        if (MessageDigest.isEqual(each.getBytes(UTF_8), right.getBytes(UTF_8))) return true;
      return false;
    }

    private byte[] hmac(String start, byte[] body) throws IOException {
      try {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        mac.update(start.getBytes(UTF_8));
        return mac.doFinal(body);
      } catch (java.security.GeneralSecurityException thrown) {
        throw new IOException(thrown);
      }
    }

    private static String header(HttpExchange exchange, String name) {
      String value = exchange.getRequestHeaders().getFirst(name);
      return value == null ? "" : value;
    }

    /** The type of the event about an order. A message may come twice: act once an order. */
    String awaitOrder(String order) throws Exception {
      while (true) {
        String body = events.poll(60, TimeUnit.SECONDS);
        if (body == null) throw new IOException("no webhook came");
        if (order.equals(member(body, "reference"))) return member(body, "type");
      }
    }
  }
}
