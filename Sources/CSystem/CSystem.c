#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

int cs_get_window_size(int descriptor, cs_window_size *size) {
  struct winsize window;
  if (ioctl(descriptor, TIOCGWINSZ, &window) != 0) return -1;
  size->columns = window.ws_col;
  size->rows = window.ws_row;
  size->pixelWidth = window.ws_xpixel;
  size->pixelHeight = window.ws_ypixel;
  return 0;
}

static struct winsize window_of(const cs_window_size *size) {
  struct winsize window = {0};
  window.ws_col = (unsigned short)size->columns;
  window.ws_row = (unsigned short)size->rows;
  window.ws_xpixel = (unsigned short)size->pixelWidth;
  window.ws_ypixel = (unsigned short)size->pixelHeight;
  return window;
}

int cs_set_window_size(int descriptor, const cs_window_size *size) {
  struct winsize window = window_of(size);
  return ioctl(descriptor, TIOCSWINSZ, &window);
}

int cs_output_queued(int descriptor) {
  int queued = 0;
  return ioctl(descriptor, TIOCOUTQ, &queued) == 0 ? queued : -1;
}

int cs_reopen_terminal(int descriptor) {
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", descriptor);
  const int flags = O_RDWR | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  int reopened = open(path, flags);
  if (reopened < 0) reopened = open("/dev/tty", flags);
  return reopened;
}

int cs_set_modes(int descriptor, const struct termios *modes) {
  sigset_t held, before;
  sigemptyset(&held);
  sigaddset(&held, SIGTTOU);
  pthread_sigmask(SIG_BLOCK, &held, &before);
  int result;
  do result = tcsetattr(descriptor, TCSANOW, modes);
  while (result != 0 && errno == EINTR);
  const int error = errno;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return result;
}

int cs_set_raw_mode(int descriptor, const struct termios *saved) {
  struct termios raw = *saved;
  cfmakeraw(&raw);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  return cs_set_modes(descriptor, &raw);
}

static long milliseconds_now(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000L + now.tv_nsec / 1000000L;
}

size_t cs_write_all(int descriptor, const void *bytes, size_t count, int milliseconds) {
  const char *next = bytes;
  size_t left = count;
  const long end = milliseconds_now() + milliseconds;
  while (left > 0) {
    const ssize_t written = write(descriptor, next, left);
    if (written > 0) {
      next += written;
      left -= (size_t)written;
      continue;
    }
    if (written < 0 && errno == EINTR) continue;
    if (written < 0 && errno != EAGAIN) break;
    const long wait = end - milliseconds_now();
    struct pollfd ready = {.fd = descriptor, .events = POLLOUT};
    if (wait <= 0 || (poll(&ready, 1, (int)wait) <= 0 && errno != EINTR)) break;
  }
  return count - left;
}

int cs_event_descriptor(void) { return eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC); }

void cs_event_post(int descriptor) {
  const uint64_t one = 1;
  // EAGAIN means that the counter is full, so the descriptor is readable already.
  ssize_t ignored = write(descriptor, &one, sizeof one);
  (void)ignored;
}

void cs_event_drain(int descriptor) {
  uint64_t count;
  ssize_t ignored = read(descriptor, &count, sizeof count);
  (void)ignored;
}

static sigset_t set_of(const int *signals, size_t count) {
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < count; i++) sigaddset(&set, signals[i]);
  return set;
}

int cs_block_signals(const int *signals, size_t count) {
  const sigset_t set = set_of(signals, count);
  return pthread_sigmask(SIG_BLOCK, &set, NULL) == 0 ? 0 : -1;
}

int cs_unblock_signals(const int *signals, size_t count) {
  const sigset_t set = set_of(signals, count);
  return pthread_sigmask(SIG_UNBLOCK, &set, NULL) == 0 ? 0 : -1;
}

int cs_signal_descriptor(const int *signals, size_t count) {
  const sigset_t set = set_of(signals, count);
  return signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
}

int cs_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  const ssize_t size = read(descriptor, &info, sizeof info);
  return size == (ssize_t)sizeof info ? (int)info.ssi_signo : 0;
}

int cs_wait_signal(const int *signals, size_t count, int milliseconds) {
  const sigset_t set = set_of(signals, count);
  const struct timespec limit = {.tv_sec = milliseconds / 1000,
                                 .tv_nsec = (long)(milliseconds % 1000) * 1000000L};
  for (;;) {
    const int signal = milliseconds < 0 ? sigwaitinfo(&set, NULL) : sigtimedwait(&set, NULL, &limit);
    if (signal > 0) return signal;
    if (errno != EINTR) return 0;
  }
}

void cs_default_signals(const int *signals, size_t count) {
  for (size_t i = 0; i < count; i++) signal(signals[i], SIG_DFL);
}

void cs_ignore_signals(const int *signals, size_t count) {
  for (size_t i = 0; i < count; i++) signal(signals[i], SIG_IGN);
}

void cs_stop_self(void) {
  struct sigaction standard = {.sa_handler = SIG_DFL}, action;
  sigset_t stop, before;
  sigaction(SIGTSTP, &standard, &action);
  sigemptyset(&stop);
  sigaddset(&stop, SIGTSTP);
  raise(SIGTSTP);
  // The stop happens inside this call, when the pending signal is let through.
  pthread_sigmask(SIG_UNBLOCK, &stop, &before);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  sigaction(SIGTSTP, &action, NULL);
}

int cs_open_pty(int *controller, int *terminal, const cs_window_size *size, char *name, size_t capacity) {
  struct winsize window = window_of(size);
  if (openpty(controller, terminal, NULL, NULL, &window) != 0) return -1;
  fcntl(*controller, F_SETFD, FD_CLOEXEC);
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  const int error = ttyname_r(*terminal, name, capacity);
  if (error == 0) return 0;
  close(*controller);
  close(*terminal);
  errno = error;
  return -1;
}

int cs_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

void cs_forbid_core_dumps(void) {
  const struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
}
