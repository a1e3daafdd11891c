// What Swift cannot call: variadic ioctl, pseudo terminals, signal descriptors, signal-safe restore.
#ifndef FABRICA_CSYSTEM_H
#define FABRICA_CSYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <termios.h>

// MARK: Terminal devices

typedef struct {
  int columns, rows;        // cells; 0 when unknown
  int pixelWidth, pixelHeight;  // of the whole window; 0 when the terminal does not say
} cs_window_size;

/// Size of the terminal behind a descriptor; returns 0, or -1 with errno.
int cs_get_window_size(int descriptor, cs_window_size *size);

/// Tells a pseudo terminal its size; its foreground process group gets SIGWINCH. Returns 0, or -1 with errno.
int cs_set_window_size(int descriptor, const cs_window_size *size);

/// Bytes written to a terminal that it has not yet taken; -1 when unknown.
int cs_output_queued(int descriptor);

/// Opens the terminal behind `descriptor` once more, non-blocking and closed on exec, so that the flags of the shared
/// description stay as the shell left them. Returns the new descriptor, or -1 with errno.
int cs_reopen_terminal(int descriptor);

/// Raw mode made from `saved`: no echo, no line editing, no signals from keys, no XON/XOFF, no output processing.
/// Returns 0, or -1 with errno. SIGTTOU is held back meanwhile, so that a background process is not stopped by it.
int cs_set_raw_mode(int descriptor, const struct termios *saved);

/// Sets terminal modes at once with SIGTTOU held back. Returns 0, or -1 with errno.
int cs_set_modes(int descriptor, const struct termios *modes);

/// Writes all of `bytes`, waiting for a slow terminal up to `milliseconds` in all. Async-signal-safe.
/// Returns the bytes written.
size_t cs_write_all(int descriptor, const void *bytes, size_t count, int milliseconds);

// MARK: Descriptors for events

/// A descriptor other threads use to end a poll; -1 with errno on failure.
int cs_event_descriptor(void);
/// Makes it readable. Async-signal-safe.
void cs_event_post(int descriptor);
/// Makes it unreadable again.
void cs_event_drain(int descriptor);

/// Blocks the signals in this thread and all threads it starts afterwards. Returns 0, or -1 with errno.
int cs_block_signals(const int *signals, size_t count);
/// Undoes `cs_block_signals` for this thread.
int cs_unblock_signals(const int *signals, size_t count);
/// A descriptor that becomes readable when one of the (blocked) signals arrives; -1 with errno on failure.
int cs_signal_descriptor(const int *signals, size_t count);
/// The next signal from such a descriptor; 0 when none waits.
int cs_next_signal(int descriptor);
/// Waits for one of the (blocked) signals; returns it, 0 when `milliseconds` passed (negative: no limit).
int cs_wait_signal(const int *signals, size_t count, int milliseconds);
/// Gives the signals their default action.
void cs_default_signals(const int *signals, size_t count);
/// Ignores the signals.
void cs_ignore_signals(const int *signals, size_t count);
/// Stops this process as Ctrl-Z would and returns when it is continued. Nothing happens in an orphaned process group,
/// where nobody could continue it.
void cs_stop_self(void);

// MARK: Processes

typedef struct {
  const char *controllingTerminal;  // path opened as 0, 1 and 2 in a new session; NULL keeps the parent's
  int errorDescriptor;              // becomes 2; -1 keeps it
  int keepDescriptor;               // stays open across exec under the same number; -1 none
} cs_spawn_options;

/// Starts a program with an empty signal mask and default signal actions.
/// Returns 0 and sets `pid`, or returns an errno value.
int cs_spawn(pid_t *pid, const char *path, char *const arguments[], char *const environment[],
             const cs_spawn_options *options);

typedef struct {
  pid_t pid;        // 0 when no child changed
  int exited, exitCode;
  int signaled, signal;
  int stopped, continued;
} cs_child_change;

/// What happened to a child since the last call. `block` waits for a change; stops and continues are changes too.
/// Returns 0, or -1 with errno.
int cs_child_changed(pid_t pid, int block, cs_child_change *change);

/// Asks for `signal` when the parent dies; returns -1 when the parent is no longer `parent`.
int cs_die_with_parent(pid_t parent, int signal);

/// Opens a pseudo terminal of a size. `name` takes the path of the terminal side. Both ends are closed on exec.
/// Returns 0, or -1 with errno.
int cs_open_pty(int *controller, int *terminal, const cs_window_size *size, char *name, size_t capacity);

/// A file in memory, closed on exec; -1 with errno on failure.
int cs_memory_file(const char *name);

/// Forbids core dumps of this process: they would hold patient data.
void cs_forbid_core_dumps(void);

// MARK: Restore after a crash

/// Remembers how to give a terminal back and installs handlers for SEGV, BUS, ILL, FPE, TRAP, ABRT, SYS and QUIT that
/// do so, on an alternate stack, and then die of the signal; exit() does so too. `undo` is copied, at most 512 bytes. `tellsPrevious`: handlers
/// that were there before (the language's own, which writes the stack of the crash) run in between; not wise where they
/// would ask a person what to do.
/// Returns 0, or -1 with errno.
int cs_restore_arm(int descriptor, const struct termios *modes, const void *undo, size_t count, int tellsPrevious);
/// Forgets the terminal; the handlers stay and do nothing to it.
void cs_restore_disarm(void);
/// Gives the terminal back now, once for each arming. Async-signal-safe.
void cs_restore_now(void);

// MARK: Faults on purpose, for tests of the above

/// Dies by the processor's own exception for SEGV, BUS, ILL, FPE or TRAP; by raising for any other signal.
void cs_fault(int signal);

#endif
