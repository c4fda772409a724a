package dev.ccproxy.monitor;

import java.net.InetSocketAddress;
import java.net.Proxy;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;

/** Follows one check through its phases. The attempts on several addresses of a name are told from several threads. */
final class PhaseListener extends EventListener {

    private volatile Phase phase = Phase.DNS;

    Phase phase() {
        return phase;
    }

    @Override
    public void connectStart(Call call, InetSocketAddress address, Proxy proxy) {
        phase = Phase.CONNECT;
    }

    @Override
    public void secureConnectStart(Call call) {
        phase = Phase.TLS;
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
        phase = Phase.RESPONSE;
    }
}
