import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;

/** Relays a request to BENCH_RELAY_URL and its response back, on a thread for each request, as the gateway does. */
@WebServlet(
        urlPatterns = {"/v1/messages", "/resource"},
        asyncSupported = true)
public class BareRelay extends HttpServlet {

    private static final long serialVersionUID = 1;

    private static final int PIECE = 64 * 1024;

    private final transient OkHttpClient client = new OkHttpClient.Builder()
            .connectTimeout(Duration.ofSeconds(10))
            .readTimeout(Duration.ofMinutes(10))
            .writeTimeout(Duration.ofSeconds(30))
            .connectionPool(new ConnectionPool(256, 25, TimeUnit.SECONDS))
            .socketFactory(new Sockets())
            .protocols(List.of(Protocol.HTTP_1_1))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .followSslRedirects(false)
            .build();

    private final transient ExecutorService threads = threads();

    private static ExecutorService threads() {
        if (Runtime.version().feature() < 24) {
            return new ThreadPoolExecutor(0, 1000, 60, TimeUnit.SECONDS, new SynchronousQueue<>());
        }
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Says that this WAR is there. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) {
        response.setStatus(HttpServletResponse.SC_OK);
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        threads.execute(() -> {
            try {
                relay(request, (HttpServletResponse) async.getResponse());
            } catch (IOException | RuntimeException e) {
                log("A request failed", e);
            } finally {
                async.complete();
            }
        });
    }

    private void relay(HttpServletRequest from, HttpServletResponse to) throws IOException {
        Request request = new Request.Builder()
                .url(System.getenv("BENCH_RELAY_URL"))
                .header("Accept-Encoding", "identity")
                .header("Content-Type", from.getContentType())
                .header("anthropic-version", from.getHeader("anthropic-version"))
                .header("x-api-key", from.getHeader("x-api-key"))
                .post(new Body(from))
                .build();
        try (Response response = client.newCall(request).execute()) {
            to.setStatus(response.code());
            to.setContentType(response.header("Content-Type"));
            long length = response.body().contentLength();
            if (length >= 0) {
                to.setContentLengthLong(length);
            }
            InputStream in = response.body().byteStream();
            OutputStream out = to.getOutputStream();
            byte[] piece = new byte[16 * 1024];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                out.write(piece, 0, read);
                to.flushBuffer();
            }
        }
    }

    /** Sockets that send everything at once. */
    private static final class Sockets extends SocketFactory {

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = new Socket();
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException("OkHttp connects by itself");
        }
    }

    /** The client's body, piece by piece. */
    private static final class Body extends RequestBody {

        private final HttpServletRequest from;

        private Body(HttpServletRequest from) {
            this.from = from;
        }

        @Override
        public MediaType contentType() {
            return null;
        }

        @Override
        public long contentLength() {
            return from.getContentLengthLong();
        }

        @Override
        public boolean isOneShot() {
            return true;
        }

        @Override
        public void writeTo(BufferedSink sink) throws IOException {
            InputStream in = from.getInputStream();
            byte[] piece = new byte[PIECE];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                sink.write(piece, 0, read);
            }
        }
    }
}
