// Giving the terminal back from a signal handler. Only async-signal-safe calls: no curses, no allocation, no locks.
#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
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

static void on_death(int signal, siginfo_t *info, void *context) {
  (void)context;
  cs_restore_now();
  for (size_t i = 0; i < death_count; i++)
    if (deaths[i] == signal) sigaction(signal, &previous[i], NULL);
  // A fault of the processor happens again when the handler returns, now with the earlier action and the true
  // address; anything else has to be raised again.
  const int faults = signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE;
  if (!faults || info->si_code <= 0) raise(signal);
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
  return 0;
}

int cs_restore_arm(int descriptor, const struct termios *modes, const void *undo, size_t count) {
  if (count > undo_capacity) {
    errno = E2BIG;
    return -1;
  }
  atomic_store(&armed, 0);
  saved.descriptor = descriptor;
  saved.modes = *modes;
  memcpy(saved.undo, undo, count);
  saved.count = count;
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
