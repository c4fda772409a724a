package dev.ccproxy.it;

/** What a provider of Anthropic's format sends: a message, and the events of one that is streamed. */
final class AnthropicReplies {

    static final String MESSAGE = "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
            + "\"usage\":{\"input_tokens\":3,\"output_tokens\":5}}";
    static final String START = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
            + "{\"input_tokens\":3,\"output_tokens\":1}}}\n\n";
    static final String DELTA = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"text_delta\",\"text\":\"äöü\"}}\n\n";
    static final String PING = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
    static final String STOP = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{},\"usage\":"
            + "{\"output_tokens\":5}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";

    private AnthropicReplies() {}
}
