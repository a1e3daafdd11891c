// Starting and watching processes: what posix_spawn needs beyond what Swift imports.
#define _GNU_SOURCE
#include "CSystem.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static int add_actions(posix_spawn_file_actions_t *actions, const cs_spawn_options *options) {
  int error = 0;
  if (options->controllingTerminal) {
    // The first terminal a session leader opens becomes its controlling one.
    error = posix_spawn_file_actions_addopen(actions, 0, options->controllingTerminal, O_RDWR, 0);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, 0, 1);
    if (!error) error = posix_spawn_file_actions_adddup2(actions, 0, 2);
  }
  if (!error && options->errorDescriptor >= 0)
    error = posix_spawn_file_actions_adddup2(actions, options->errorDescriptor, 2);
  // Duplicating a descriptor onto itself clears its close-on-exec flag in the child alone.
  if (!error && options->keepDescriptor >= 0)
    error = posix_spawn_file_actions_adddup2(actions, options->keepDescriptor, options->keepDescriptor);
  return error;
}

int cs_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
             const cs_spawn_options *options) {
  posix_spawnattr_t attributes;
  posix_spawn_file_actions_t actions;
  sigset_t none, all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_init(&attributes);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  if (options->controllingTerminal) flags |= POSIX_SPAWN_SETSID;
  posix_spawnattr_setflags(&attributes, flags);
  int error = add_actions(&actions, options);
  if (!error) error = posix_spawn(pid, path, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  return error;
}

int cs_child_changed(pid_t pid, int block, cs_child_change *change) {
  int status = 0;
  memset(change, 0, sizeof *change);
  pid_t changed;
  do changed = waitpid(pid, &status, WUNTRACED | WCONTINUED | (block ? 0 : WNOHANG));
  while (changed < 0 && errno == EINTR);
  if (changed < 0) return -1;
  change->pid = changed;
  if (changed == 0) return 0;
  if (WIFEXITED(status)) {
    change->exited = 1;
    change->exitCode = WEXITSTATUS(status);
  } else if (WIFSIGNALED(status)) {
    change->signaled = 1;
    change->signal = WTERMSIG(status);
  } else if (WIFSTOPPED(status)) {
    change->stopped = 1;
    change->signal = WSTOPSIG(status);
  } else if (WIFCONTINUED(status)) {
    change->continued = 1;
  }
  return 0;
}

int cs_die_with_parent(pid_t parent, int signal) {
  prctl(PR_SET_PDEATHSIG, signal);
  return getppid() == parent ? 0 : -1;
}
