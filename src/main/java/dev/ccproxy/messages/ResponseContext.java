package dev.ccproxy.messages;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of a request is needed to read its response.
 *
 * @param origin of the thinking in it
 * @param names of the tools
 * @param ids of the calls that the conversation has already
 * @param asked the stop sequences
 * @param stops those of them that the provider does not look for
 */
public record ResponseContext(String origin, ToolNames names, Set<String> ids, List<String> asked, List<String> stops) {

    /** How the ids begin that are made here. */
    static final String OWN_ID = "toolu_ccproxy_";

    /** The ids are copied: those of the response are added. */
    public ResponseContext {
        ids = new HashSet<>(ids);
    }

    /** A message that ends at a stop sequence. */
    public MessageWriter stopping(MessageWriter message) {
        return stops.isEmpty() ? message : new StopSequences(stops, message);
    }

    /** The provider's id of a call, or its alias, if it has one that no other call has; else one of our own. */
    public String id(String told) {
        String id = new CallIds(origin).alias(told);
        for (int i = ids.size(); id.isEmpty() || ids.contains(id); i++) {
            id = OWN_ID + i;
        }
        ids.add(id);
        return id;
    }
}
