// Giving the terminal back from a signal handler. Only async-signal-safe calls: no curses, no allocation, no locks.
#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { undo_capacity = 512, slow_terminal_milliseconds = 300 };

static const int deaths[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS, SIGQUIT};
enum { death_count = sizeof deaths / sizeof deaths[0] };

static struct {
  int descriptor;
  struct termios modes;
  char undo[undo_capacity];
  size_t count;
  int tellsPrevious;
} saved;

static atomic_int armed;
static int installed;
static struct sigaction previous[death_count];
static _Alignas(16) char stack[64 * 1024];

void cs_restore_now(void) {
  int expected = 1;
  if (!atomic_compare_exchange_strong(&armed, &expected, 0)) return;
  const int error = errno;
  cs_write_all(saved.descriptor, saved.undo, saved.count, slow_terminal_milliseconds);
  cs_set_modes(saved.descriptor, &saved.modes);
  errno = error;
}

// Tells whoever wanted to know of the signal before us: the language's runtime writes the stack of the crash. It returns
// and counts on the fault to happen again, which it does not when another process sent the signal.
static void tell_previous(int death, siginfo_t *info, void *context) {
  for (size_t i = 0; i < death_count; i++) {
    if (deaths[i] != death) continue;
    const struct sigaction *action = &previous[i];
    if (action->sa_flags & SA_SIGINFO) {
      if (action->sa_sigaction) action->sa_sigaction(death, info, context);
    } else if (action->sa_handler != SIG_DFL && action->sa_handler != SIG_IGN) {
      action->sa_handler(death);
    }
  }
}

static void on_death(int death, siginfo_t *info, void *context) {
  cs_restore_now();
  if (saved.tellsPrevious) {
    // The runtime reads memory that may not be there and catches what comes of it, in a thread that inherits this mask.
    sigset_t open;
    sigemptyset(&open);
    sigaddset(&open, death);
    sigaddset(&open, SIGSEGV);
    sigaddset(&open, SIGBUS);
    pthread_sigmask(SIG_UNBLOCK, &open, NULL);
    tell_previous(death, info, context);
  }
  signal(death, SIG_DFL);
  raise(death);
}

static int install(void) {
  const stack_t alternate = {.ss_sp = stack, .ss_size = sizeof stack};
  if (sigaltstack(&alternate, NULL) != 0) return -1;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_death;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigfillset(&action.sa_mask);
  for (size_t i = 0; i < death_count; i++)
    if (sigaction(deaths[i], &action, &previous[i]) != 0) return -1;
  installed = 1;
  // A call of exit() in the middle of a screen is a death as well.
  atexit(cs_restore_now);
  return 0;
}

int cs_restore_arm(int descriptor, const struct termios *modes, const void *undo, size_t count,
                   int tellsPrevious) {
  if (count > undo_capacity) {
    errno = E2BIG;
    return -1;
  }
  atomic_store(&armed, 0);
  saved.descriptor = descriptor;
  saved.modes = *modes;
  memcpy(saved.undo, undo, count);
  saved.count = count;
  saved.tellsPrevious = tellsPrevious;
  if (!installed && install() != 0) return -1;
  atomic_store(&armed, 1);
  return 0;
}

void cs_restore_disarm(void) { atomic_store(&armed, 0); }

void cs_fault(int signal) {
  static volatile int zero;
  switch (signal) {
    case SIGSEGV: *(volatile int *)(uintptr_t)zero = 1; break;
    case SIGFPE: {
      volatile int result = 1 / zero;
      (void)result;
      break;
    }
#if defined(__x86_64__)
    case SIGILL: __asm__ volatile("ud2"); break;
    case SIGTRAP: __asm__ volatile("int3"); break;
#endif
    default: raise(signal);
  }
}
