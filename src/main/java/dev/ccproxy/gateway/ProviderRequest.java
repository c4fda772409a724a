package dev.ccproxy.gateway;

import dev.ccproxy.config.ProviderSettings.Format;
import dev.ccproxy.gateway.ClientRequest.Header;
import dev.ccproxy.gemini.GeminiTranslator;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.messages.CountTranslation;
import dev.ccproxy.messages.JsonTree;
import dev.ccproxy.messages.MessageRequest;
import dev.ccproxy.messages.MintedThinking;
import dev.ccproxy.messages.TokenCount;
import dev.ccproxy.messages.Translation;
import dev.ccproxy.messages.Translator;
import dev.ccproxy.openai.OpenAiTranslator;
import dev.ccproxy.provider.Provider;
import dev.ccproxy.routing.Target;
import dev.ccproxy.usage.UsageRecord.Operation;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/**
 * What a provider gets of a client's request: the request itself, or a translation of it.
 *
 * @param translation null for a provider whose format is the client's
 * @param lost what the provider does not get of the client's request
 */
record ProviderRequest(
        HttpUrl url,
        List<Header> headers,
        RequestBody body,
        @Nullable Translation translation,
        Set<String> lost) implements Outgoing {

    /** Those for the formats that are not the client's. */
    private static final Map<Format, Translator> TRANSLATORS =
            Map.of(Format.OPENAI, new OpenAiTranslator(), Format.GEMINI, new GeminiTranslator());

    private static final int TREES = 2;

    /** Of a value in a tree, however short it is written. */
    private static final long VALUE = 64;

    /**
     * The request to a target, or the number of its tokens, if that is estimated here.
     *
     * @param last whether no other target will get it, so that the message is let go of as soon as possible
     * @throws ErrorException 400 for what cannot be sent there
     */
    static Outgoing of(
            ClientRequest request,
            MessageRequest message,
            Target target,
            GatewayServices services,
            MemoryBudget.Share memory,
            boolean last) {
        Translator translator = TRANSLATORS.get(target.provider().settings().format());
        HttpUrl api = services.apiUrl(target.provider());
        byte[] body = message.whole();
        if (translator == null) {
            if (!MintedThinking.isIn(body)) {
                return passing(request, message, target, api, Set.of(), last);
            }
            memory.take(memoryFor(body));
            byte[] without = MintedThinking.removed(body);
            if (without == null) {
                return passing(request, message, target, api, Set.of(), last);
            }
            release(message, last);
            return passing(request, MessageRequest.read(without), target, api, Set.of("thinking"), true);
        }
        memory.take(memoryFor(body));
        release(message, last);
        String model = Objects.requireNonNullElse(target.model(), "");
        if (request.operation() == Operation.MESSAGES) {
            return translated(request, target, translator.translate(object(body), api.host(), model));
        }
        TokenCount count = translator.count(object(body), api.host(), model);
        if (count instanceof CountTranslation question) {
            return translated(request, target, question);
        }
        TokenCount.Estimate estimate = (TokenCount.Estimate) count;
        return new EstimatedInput(estimate.inputTokens(), estimate.losses());
    }

    private static void release(MessageRequest message, boolean last) {
        if (last) {
            message.release();
        }
    }

    /** What reading a body as a tree and writing another one takes, beside the body. */
    private static long memoryFor(byte[] body) {
        long values = 1;
        for (byte b : body) {
            values += b == ',' || b == ':' ? 1 : 0;
        }
        return TREES * (long) body.length + VALUE * values;
    }

    private static ProviderRequest passing(
            ClientRequest request, MessageRequest message, Target target, HttpUrl api, Set<String> lost, boolean last) {
        HttpUrl.Builder url = api.newBuilder().addPathSegment("messages");
        if (request.operation() == Operation.COUNT_TOKENS) {
            url.addPathSegment("count_tokens");
        }
        return new ProviderRequest(
                url.encodedQuery(request.query()).build(),
                ForwardedHeaders.toProvider(
                        request.headers(), target.provider().settings().forwardHeaders()),
                new ProviderBody(message, target.model(), last),
                null,
                lost);
    }

    private static ProviderRequest translated(ClientRequest request, Target target, Translation translation) {
        Provider provider = target.provider();
        List<Header> headers = new ArrayList<>(ForwardedHeaders.toOtherFormat(
                request.headers(), provider.settings().forwardHeaders()));
        headers.add(new Header("Content-Type", "application/json"));
        return new ProviderRequest(
                // Not of the HttpUrl, whose path is never empty.
                Objects.requireNonNull(HttpUrl.get(provider.apiUrl() + "/" + translation.path())),
                headers,
                new TranslatedBody(translation.takeBody()),
                translation,
                translation.losses());
    }

    private static JsonObject object(byte[] body) {
        try {
            return JsonTree.object(body);
        } catch (JsonException e) {
            throw new ErrorException(
                    ErrorType.INVALID_REQUEST, "The body must be one JSON object in UTF-8, not nested too deeply");
        }
    }
}
