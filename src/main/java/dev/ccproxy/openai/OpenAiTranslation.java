package dev.ccproxy.openai;

import dev.ccproxy.messages.MessageError;
import dev.ccproxy.messages.MessageWriter;
import dev.ccproxy.messages.ProviderErrors;
import dev.ccproxy.messages.ResponseContext;
import dev.ccproxy.messages.ResponseReader;
import dev.ccproxy.messages.Translation;
import java.util.Collections;
import java.util.Set;

/** A request for chat completions, and how its response is read. */
final class OpenAiTranslation implements Translation {

    /** Of English text and code in JSON, roughly. */
    private static final int BYTES_A_TOKEN = 4;

    private static final ProviderErrors ERRORS = new ProviderErrors(OpenAiTranslation.class);

    private final long estimatedInput;
    private byte[] body;
    private final Set<String> losses;
    private final ResponseContext context;

    OpenAiTranslation(byte[] body, Set<String> losses, ResponseContext context) {
        this.body = body;
        estimatedInput = body.length / BYTES_A_TOKEN;
        this.losses = losses;
        this.context = context;
    }

    @Override
    public String path() {
        return "chat/completions";
    }

    @Override
    public byte[] takeBody() {
        byte[] taken = body;
        body = new byte[0];
        return taken;
    }

    @Override
    public long estimatedInput() {
        return estimatedInput;
    }

    @Override
    public Set<String> losses() {
        return Collections.unmodifiableSet(losses);
    }

    @Override
    public ResponseReader reader(MessageWriter message) {
        return new OpenAiStream(context, context.stopping(message));
    }

    @Override
    public MessageError error(int status, String body) {
        return ERRORS.read(status, body);
    }
}
