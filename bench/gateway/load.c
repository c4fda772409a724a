// Sends one request again and again over kept connections, each connection the next once the response is there, and
// prints what it has measured as one line of JSON: microseconds.
//   load PORT FILE CONNECTIONS REQUESTS MILLISECONDS RAMP
// FILE is the request as it is sent. It ends after so many requests or milliseconds (0 for no limit), and awaits the
// responses that are under way then. RAMP is how many microseconds after one connection the next begins.

#include "common.h"

enum { MOST = 10000, BUFFER = 64 * 1024 };

struct samples {
  double *values;
  size_t count, room;
};

enum where { HEAD, BODY, SIZE, CHUNK, CHUNK_END, LAST };

struct connection {
  int fd;
  bool used, busy, closes, timed, writing, stamped;
  size_t sent;
  int64_t begin;
  enum where where;
  char head[8192];
  size_t held;
  long left;         // of the body, or of the chunk
  int matched;       // of the mark before a time
  int64_t time;      // that is being read
};

static const char MARK[] = "\"t\":";

static struct connection connections[MOST];
static struct samples first, whole, begun, events;
static int port, epoll, open_count;
static const char *request;
static size_t request_length;
static long requests, started, most;
static long errors, reconnects;
static int64_t end_of_all;

static void add(struct samples *to, double nanos) {
  if (to->count == to->room) {
    to->room = to->room ? 2 * to->room : 4096;
    to->values = realloc(to->values, to->room * sizeof *to->values);
  }
  to->values[to->count++] = nanos / MICRO;
}

static void complain(struct connection *c, const char *what) {
  if (!errors++) fprintf(stderr, "load: %s: %.*s\n", what, 600, c->held ? c->head : "");
}

static void open_connection(struct connection *c) {
  struct sockaddr_in address = local(port);
  c->fd = socket(AF_INET, SOCK_STREAM, 0);
  if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, sizeof address)) die("connect");
  prepare(c->fd);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &event)) die("epoll_ctl");
  c->used = c->closes = c->writing = false;
}

static void watch(struct connection *c, bool writing) {
  if (writing == c->writing) return;
  c->writing = writing;
  struct epoll_event event = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &event);
}

static void send_on(struct connection *c) {
  while (c->sent < request_length) {
    ssize_t done = send(c->fd, request + c->sent, request_length - c->sent, MSG_NOSIGNAL);
    if (done < 0) {
      // What is wrong is seen when it is read.
      watch(c, errno == EAGAIN);
      return;
    }
    c->sent += done;
  }
  watch(c, false);
}

static void begin(struct connection *c, bool again) {
  if (!again) {
    if ((most && started == most) || (end_of_all && now() >= end_of_all)) {
      close(c->fd);
      c->busy = false;
      open_count--;
      return;
    }
    started++;
    c->begin = now();
  }
  c->busy = true;
  c->timed = c->stamped = false;
  c->where = HEAD;
  c->held = c->sent = 0;
  c->matched = 0;
  send_on(c);
}

static void over(struct connection *c) {
  add(&whole, now() - c->begin);
  requests++;
  c->used = true;
  if (c->closes) {
    close(c->fd);
    open_connection(c);
    reconnects++;
  }
  begin(c, false);
}

// Looks for "t":NUMBER in the body.
static void scan(struct connection *c, const char *bytes, size_t length, int64_t time) {
  for (size_t i = 0; i < length; i++) {
    char byte = bytes[i];
    if (c->matched == sizeof MARK - 1) {
      if (byte >= '0' && byte <= '9') {
        c->time = 10 * c->time + byte - '0';
        continue;
      }
      add(c->stamped ? &events : &begun, time - c->time);
      c->stamped = true;
      c->matched = 0;
    }
    c->matched = byte == MARK[c->matched] ? c->matched + 1 : byte == MARK[0];
    c->time = 0;
  }
}

// Takes a piece of the response. True once the response is over.
static bool take(struct connection *c, const char *bytes, size_t length, int64_t time) {
  size_t i = 0;
  while (i < length) {
    if (c->where == BODY || c->where == CHUNK) {
      size_t part = length - i < (size_t)c->left ? length - i : (size_t)c->left;
      scan(c, bytes + i, part, time);
      i += part;
      c->left -= part;
      if (c->left == 0 && c->where == BODY) return true;
      if (c->left == 0) c->where = CHUNK_END;
      continue;
    }
    if (c->held + 1 >= sizeof c->head) {
      complain(c, "a head that is too long");
      exit(1);
    }
    c->head[c->held++] = bytes[i++];
    c->head[c->held] = 0;
    if (c->head[c->held - 1] != '\n') continue;
    if (c->where == HEAD) {
      if (c->held < 4 || memcmp(c->head + c->held - 4, "\r\n\r\n", 4)) continue;
      if (strncmp(c->head, "HTTP/1.1 200", 12)) complain(c, "not 200");
      const char *connection = header(c->head, "\nconnection:");
      c->closes = connection && !strncasecmp(connection, "close", 5);
      const char *size = header(c->head, "\ncontent-length:");
      c->where = size ? BODY : SIZE;
      c->left = size ? atol(size) : 0;
      if (size && c->left == 0) return true;
    } else if (c->where == SIZE) {
      c->left = strtol(c->head, NULL, 16);
      c->where = c->left ? CHUNK : LAST;
    } else if (c->where == CHUNK_END) {
      c->where = SIZE;
    } else if (c->held == 2) {
      return true;
    }
    c->held = 0;
  }
  return false;
}

static void receive(struct connection *c) {
  static char buffer[BUFFER];
  ssize_t got = recv(c->fd, buffer, BUFFER, 0);
  int64_t time = now();
  if (got < 0 && errno == EAGAIN) return;
  if (got <= 0) {
    close(c->fd);
    bool retry = c->used && !c->timed;
    if (!retry) complain(c, got < 0 ? strerror(errno) : "the connection was closed in the middle of a response");
    reconnects++;
    if (errors > 100) exit(1);
    open_connection(c);
    begin(c, retry);
    return;
  }
  if (!c->timed) {
    add(&first, time - c->begin);
    c->timed = true;
  }
  if (take(c, buffer, got, time)) over(c);
}

static int by_value(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void print(const char *name, struct samples *of) {
  qsort(of->values, of->count, sizeof *of->values, by_value);
  printf(", \"%s\": {\"count\": %zu", name, of->count);
  if (of->count) {
    printf(", \"p50\": %.1f, \"p99\": %.1f, \"max\": %.1f", of->values[(of->count - 1) / 2],
        of->values[(of->count * 99 - 1) / 100], of->values[of->count - 1]);
  }
  printf("}");
}

int main(int count, char **arguments) {
  if (count != 7) return 2;
  port = atoi(arguments[1]);
  FILE *file = fopen(arguments[2], "r");
  if (!file) die(arguments[2]);
  static char text[8 * 1024 * 1024];
  request = text;
  request_length = fread(text, 1, sizeof text, file);
  int wanted = atoi(arguments[3]);
  most = atol(arguments[4]);
  int64_t begin_of_all = now();
  end_of_all = atol(arguments[5]) ? begin_of_all + atol(arguments[5]) * MILLI : 0;
  int64_t ramp = atol(arguments[6]) * MICRO;
  if (wanted > MOST) return 2;
  epoll = epoll_create1(0);
  struct epoll_event found[256];
  for (int next = 0; next < wanted || open_count > 0;) {
    if (next < wanted && now() >= begin_of_all + next * ramp) {
      struct connection *c = &connections[next++];
      open_connection(c);
      open_count++;
      begin(c, false);
      if (next < wanted && ramp == 0) continue;
    }
    int ready = await(epoll, found, 256, next < wanted ? begin_of_all + next * ramp : -1);
    for (int i = 0; i < ready; i++) {
      struct connection *c = found[i].data.ptr;
      if (found[i].events & EPOLLOUT) send_on(c);
      if (found[i].events & ~EPOLLOUT) receive(c);
    }
  }
  printf("{\"requests\": %ld, \"seconds\": %.6f, \"errors\": %ld, \"reconnects\": %ld", requests,
      (now() - begin_of_all) / 1e9, errors, reconnects);
  print("first", &first);
  print("whole", &whole);
  print("begun", &begun);
  print("events", &events);
  printf("}\n");
}
