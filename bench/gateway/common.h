// What the load generator and the provider have in common: one thread each, epoll, 127.0.0.1, and one clock.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { MICRO = 1000, MILLI = 1000 * MICRO };

// Nanoseconds of CLOCK_MONOTONIC, which is the same in all processes.
static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void die(const char *what) {
  perror(what);
  exit(2);
}

static struct sockaddr_in local(int port) {
  return (struct sockaddr_in){
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

static void prepare(int fd) {
  int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  fcntl(fd, F_SETFL, O_NONBLOCK);
}

// Waits for events until a time; for ever if that is negative.
static int await(int epoll, struct epoll_event *events, int max, int64_t until) {
  struct timespec left = {0}, *limit = NULL;
  if (until >= 0) {
    int64_t nanos = until - now();
    nanos = nanos < 0 ? 0 : nanos;
    left = (struct timespec){.tv_sec = nanos / 1000000000, .tv_nsec = nanos % 1000000000};
    limit = &left;
  }
  int found = epoll_pwait2(epoll, events, max, limit, NULL);
  if (found < 0 && errno != EINTR) die("epoll_pwait2");
  return found < 0 ? 0 : found;
}

// The value of a header in lower case with its line feed and colon ("\ncontent-length:"); null if it is not there.
static const char *header(const char *head, const char *name) {
  const char *found = strcasestr(head, name);
  if (!found) return NULL;
  found += strlen(name);
  return found + strspn(found, " ");
}
