// A provider of Anthropic's format. What it does is in the path of a request, before /v1:
//   /json                            answers 2 KB of JSON once the body is there
//   /stream/DELAY/EVENTS/GAP/END     streams, after DELAY us, EVENTS events GAP us apart; END is end or hang
//   /openai/… and /gemini/…          as /stream/…, in OpenAI's format and in Gemini's
// Each event of Anthropic's format has the time at which it was written ("t", ns). Of a stream that hangs, a line says when its request was
// there ("seen ID NS") and when its connection was closed by the other side ("gone ID NS"); the ID is the first
// "user_id" of the body.
//   stub PORT

#include "common.h"

enum { MOST_FDS = 20000, HEAD = 16 * 1024 };

struct format {
  const char *name, *first, *next, *end;
};

static const struct format FORMATS[] = {
  {"stream",
   "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\","
   "\"role\":\"assistant\",\"content\":[],\"model\":\"m\",\"stop_reason\":null,"
   "\"usage\":{\"input_tokens\":10,\"output_tokens\":1}},\"t\":%lld}\n\n",
   "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
   "\"delta\":{\"type\":\"text_delta\",\"text\":\" some more words\"},\"t\":%lld}\n\n",
   "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},"
   "\"usage\":{\"output_tokens\":42}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"},
  {"openai",
   "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"m\","
   "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}\n\n",
   "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"m\","
   "\"choices\":[{\"index\":0,\"delta\":{\"content\":\" some more words\"},\"finish_reason\":null}]}\n\n",
   "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"m\","
   "\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
   "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1790000000,\"model\":\"m\",\"choices\":[],"
   "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":42,\"total_tokens\":52}}\n\ndata: [DONE]\n\n"},
  {"gemini",
   "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Some\"}]},\"index\":0}],"
   "\"usageMetadata\":{\"promptTokenCount\":10},\"modelVersion\":\"m\"}\r\n\r\n",
   "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\" more words\"}]},\"index\":0}],"
   "\"usageMetadata\":{\"promptTokenCount\":10},\"modelVersion\":\"m\"}\r\n\r\n",
   "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\".\"}]},\"finishReason\":\"STOP\",\"index\":0}],"
   "\"usageMetadata\":{\"promptTokenCount\":10,\"candidatesTokenCount\":42},\"modelVersion\":\"m\"}\r\n\r\n"},
};

struct connection {
  int fd;
  char head[HEAD + 1];
  int held;            // of the head, or of the beginning of the body
  long body;           // what is still to come of it
  bool in_body, streams, begun, hangs;
  const struct format *format;
  int events;          // still to be sent
  int64_t gap, due;    // due 0: nothing
  int place;           // in the heap
  long id;
};

static struct connection *connections[MOST_FDS], *heap[MOST_FDS + 1];
static int waiting, epoll;
static char json[2048];

// The heap of those that have something due.

static void put(int place, struct connection *c) {
  heap[place] = c;
  c->place = place;
}

static void sift(int place, struct connection *c) {
  for (; place > 1 && heap[place / 2]->due > c->due; place /= 2) put(place, heap[place / 2]);
  for (int child; (child = 2 * place) <= waiting; place = child) {
    if (child < waiting && heap[child + 1]->due < heap[child]->due) child++;
    if (heap[child]->due >= c->due) break;
    put(place, heap[child]);
  }
  put(place, c);
}

static void schedule(struct connection *c, int64_t due) {
  if (!c->due) c->place = ++waiting;
  c->due = due;
  sift(c->place, c);
}

static void unschedule(struct connection *c) {
  if (!c->due) return;
  struct connection *last = heap[waiting--];
  if (last != c) sift(c->place, last);
  c->due = 0;
}

static void drop(struct connection *c) {
  if (c->hangs) printf("gone %ld %lld\n", c->id, (long long)now());
  unschedule(c);
  close(c->fd);
  connections[c->fd] = NULL;
  free(c);
}

// What is sent is so little that it fits into the socket's buffer; if not, nobody reads.
static bool say(struct connection *c, const char *text, int length) {
  return send(c->fd, text, length, MSG_NOSIGNAL) == length;
}

static int chunk(char *into, const char *text) {
  return sprintf(into, "%zx\r\n%s\r\n", strlen(text), text);
}

// Sends what is due of a stream. False if the connection is of no use any more.
static bool stream(struct connection *c) {
  char event[1024], out[4096];
  int length = 0;
  unschedule(c);
  if (!c->begun) {
    length = sprintf(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\n"
        "Cache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n");
  }
  int64_t begin = now();
  // Only some have a place for the time.
  sprintf(event, c->begun ? c->format->next : c->format->first, (long long)begin);
  length += chunk(out + length, event);
  c->begun = true;
  if (--c->events > 0) {
    schedule(c, begin + c->gap);
  } else if (!c->hangs) {
    length += chunk(out + length, c->format->end);
    length += sprintf(out + length, "0\r\n\r\n");
    c->streams = false;
  }
  return say(c, out, length);
}

static bool answer(struct connection *c) {
  c->in_body = false;
  const char *path = strchr(c->head, ' ');
  long delay, gap;
  char name[8], end[8];
  if (c->head[0] == 'P' && path && sscanf(path, " /%7[a-z]/%ld/%d/%ld/%7[a-z]", name, &delay, &c->events, &gap, end) == 5) {
    for (size_t i = 0; i < sizeof FORMATS / sizeof *FORMATS; i++) {
      if (!strcmp(name, FORMATS[i].name)) c->format = &FORMATS[i], c->streams = true;
    }
  }
  if (!c->streams) {
    char out[4096];
    int length = sprintf(out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        strlen(json), json);
    c->held = 0;
    return say(c, out, length);
  }
  const char *id = strstr(c->head, "\"user_id\":\"");
  c->id = id ? atol(id + 11) : 0;
  c->held = 0;
  c->begun = false;
  c->gap = gap * MICRO;
  c->hangs = end[0] == 'h';
  if (c->hangs) printf("seen %ld %lld\n", c->id, (long long)now());
  schedule(c, now() + delay * MICRO);
  return delay > 0 || stream(c);
}

static bool receive(struct connection *c) {
  static char rest[256 * 1024];
  // The beginning of the body is kept behind the head, for the ID.
  bool keeps = c->held < HEAD && !c->streams;
  ssize_t got = keeps ? recv(c->fd, c->head + c->held, HEAD - c->held, 0) : recv(c->fd, rest, sizeof rest, 0);
  if (got <= 0) return got < 0 && errno == EAGAIN;
  if (c->streams) return false;
  if (c->in_body) {
    c->body -= got;
    c->held += keeps ? got : 0;
  } else {
    c->held += got;
    c->head[c->held] = 0;
    char *end = strstr(c->head, "\r\n\r\n");
    if (!end) return c->held < HEAD;
    const char *length = header(c->head, "\ncontent-length:");
    c->body = (length ? atol(length) : 0) - (c->held - (end + 4 - c->head));
    c->in_body = true;
  }
  c->head[c->held] = 0;
  return c->body > 0 || answer(c);
}

static void accept_all(int listener) {
  for (int fd; (fd = accept(listener, NULL, NULL)) >= 0;) {
    if (fd >= MOST_FDS) die("too many connections");
    prepare(fd);
    struct connection *c = connections[fd] = calloc(1, sizeof *c);
    c->fd = fd;
    struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
  }
}

int main(int count, char **arguments) {
  if (count != 2) return 2;
  setvbuf(stdout, NULL, _IOLBF, 0);
  int text = sprintf(json, "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
      "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":10,\"output_tokens\":42},"
      "\"content\":[{\"type\":\"text\",\"text\":\"");
  while (text < 2000) text += sprintf(json + text, "Some words of a text, and a quote: \\\"yes\\\".\\n");
  sprintf(json + text, "\"}]}");
  int listener = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  struct sockaddr_in address = local(atoi(arguments[1]));
  if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)) die("listen");
  prepare(listener);
  epoll = epoll_create1(0);
  struct epoll_event events[256], event = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
  for (;;) {
    int found = await(epoll, events, 256, waiting ? heap[1]->due : -1);
    for (int i = 0; i < found; i++) {
      if (events[i].data.fd == listener) {
        accept_all(listener);
        continue;
      }
      struct connection *c = connections[events[i].data.fd];
      if (c && !receive(c)) drop(c);
    }
    for (int64_t time = now(); waiting && heap[1]->due <= time;) {
      struct connection *c = heap[1];
      if (!stream(c)) drop(c);
    }
  }
}
