package dev.ccproxy.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ccproxy.auth.Client;
import dev.ccproxy.auth.ProtectedServlet;
import dev.ccproxy.http.ErrorException;
import dev.ccproxy.http.ErrorType;
import dev.ccproxy.http.Query;
import dev.ccproxy.http.RequestInfo;
import dev.ccproxy.http.ResponseHeaders;
import dev.ccproxy.messages.ModelInfo;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/models} and {@code GET /v1/models/ID}: what may be asked for, from memory. Pages as Anthropic's API has them
 * ("List Models"): {@code limit}, 20 if it is not given and at most 1000, {@code after_id}, {@code before_id}.
 */
public class ModelsServlet extends ProtectedServlet {

    static final String MODELS = "/v1/models";

    private static final long serialVersionUID = 1;

    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 1000;

    @Inject
    private transient Gateway gateway;

    public ModelsServlet() {
        super(Set.of("GET", "HEAD"));
    }

    @Override
    protected void serve(
            Client client, HttpServletRequest request, HttpServletRequest wrapped, HttpServletResponse response)
            throws IOException {
        String path = request.getPathInfo();
        String id = path == null || path.equals("/") ? "" : path.substring(1);
        ModelLists models = gateway.models();
        JsonObject json = id.isEmpty() ? page(request, List.copyOf(models.all())) : model(models, id);
        byte[] body = json.toString().getBytes(UTF_8);
        response.setContentType("application/json");
        response.setContentLength(body.length);
        ResponseHeaders.complete(
                RequestInfo.of(request), HttpServletResponse.SC_OK, response::containsHeader, response::setHeader);
        if (!request.getMethod().equals("HEAD")) {
            response.getOutputStream().write(body);
        }
    }

    private static JsonObject model(ModelLists models, String id) {
        ModelInfo model = models.find(id);
        if (model == null) {
            throw new ErrorException(
                    ErrorType.NOT_FOUND, "There is no such model; GET /v1/models lists those that are known");
        }
        return model.json();
    }

    private static JsonObject page(HttpServletRequest request, List<ModelInfo> models) {
        String query = request.getQueryString();
        int limit = limit(Query.value(query, "limit"));
        String after = Query.value(query, "after_id");
        String before = Query.value(query, "before_id");
        if (after != null && before != null) {
            throw new ErrorException(ErrorType.INVALID_REQUEST, "Only one of after_id and before_id may be given");
        }
        int from = after == null ? 0 : indexOf(models, "after_id", after) + 1;
        int to = Math.min(from + limit, models.size());
        boolean more = to < models.size();
        if (before != null) {
            to = indexOf(models, "before_id", before);
            from = Math.max(to - limit, 0);
            more = from > 0;
        }
        JsonArrayBuilder data = Json.createArrayBuilder();
        models.subList(from, to).forEach(model -> data.add(model.json()));
        return Json.createObjectBuilder()
                .add("data", data)
                .add("has_more", more)
                .add("first_id", from < to ? Json.createValue(models.get(from).id()) : JsonValue.NULL)
                .add("last_id", from < to ? Json.createValue(models.get(to - 1).id()) : JsonValue.NULL)
                .build();
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // The error below says what is allowed.
        }
        throw new ErrorException(ErrorType.INVALID_REQUEST, "limit must be a whole number from 1 to " + MAX_LIMIT);
    }

    private static int indexOf(List<ModelInfo> models, String parameter, String id) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new ErrorException(ErrorType.INVALID_REQUEST, parameter + " must be the id of a model in this list");
    }
}
