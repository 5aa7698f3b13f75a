/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-application.h"
#include "bty-bench.h"
#include "bty-chat-page.h"
#include "bty-composer.h"
#include "bty-message-row.h"
#include "bty-prose.h"
#include "bty-test-window.h"

#include <json-glib/json-glib.h>
#include <time.h>

/* How long the main loop is busy while a long conversation opens, and with each frame while a reply streams: the
 * whole program in this process, and a provider in another one. */

#define LONGEST_REPLY (52 * 1024)
#define TOKENS_PER_SECOND "1000"
#define N_OPENINGS 7
#define WAIT_S 120

/* Frames are counted while the reply is this long, in KiB. */
static const guint sizes[] = { 10, 25, 50 };
#define SIZE_SLACK 2

typedef struct
{
  char          *dir;
  char          *session_id;    /* of the long conversation */
  GtkWindow     *window;
  BtyChatPage   *page;
  GdkFrameClock *clock;
  BtyBench      *opening;
  BtyBench      *frames[G_N_ELEMENTS (sizes)];

  double         last_cpu;      /* milliseconds of this thread when the last frame was done */
  gint64         frame_start;
  gsize          last_length;
} Bench;

static double
read_cpu (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * 1000.0 + time.tv_nsec / 1000000.0;
}

static BtyMessage *
get_last_message (GtkWidget *widget)
{
  GtkWidget *list = bty_test_find (widget, GTK_TYPE_LIST_VIEW, "conversation");
  GtkSelectionModel *model = list != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (list)) : NULL;
  guint n_messages = model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
  g_autoptr(BtyMessage) message = NULL;

  if (n_messages > 0)
    message = g_list_model_get_item (G_LIST_MODEL (model), n_messages - 1);

  return message;
}

/* Whether the end of the row of @message is where it can be seen. */
static gboolean
is_seen (GtkWidget  *widget,
         GtkWidget  *page,
         BtyMessage *message)
{
  graphene_rect_t bounds;

  if (BTY_IS_MESSAGE_ROW (widget))
    return bty_message_row_get_message (BTY_MESSAGE_ROW (widget)) == message
           && gtk_widget_compute_bounds (widget, page, &bounds) && bounds.size.height > 0
           && bounds.origin.y + bounds.size.height <= gtk_widget_get_height (page);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_seen (child, page, message))
      return TRUE;

  return FALSE;
}

/* A conversation is open when a frame has shown its end. */
static void
open_conversation (Bench *self)
{
  GtkWidget *page = GTK_WIDGET (self->page);
  gint64 end = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;
  BtyMessage *last = NULL;

  bty_bench_start (self->opening);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.open-session", "s", self->session_id);
  while ((last == NULL || !is_seen (page, page, last)) && g_get_monotonic_time () < end)
    {
      bty_test_frames (GTK_WIDGET (self->window), 1);
      last = get_last_message (page);
    }
  bty_bench_stop (self->opening);
  bty_test_wait (500);
}

static void
before_paint_cb (Bench *self)
{
  self->frame_start = g_get_monotonic_time ();
}

static void
after_paint_cb (Bench *self)
{
  BtyMessage *reply = bty_chat_page_get_explained (self->page);
  gsize length = reply != NULL && reply->content != NULL ? strlen (reply->content) : 0;
  double cpu = read_cpu ();

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (length > self->last_length && length > (sizes[i] - SIZE_SLACK) * 1024 && length < sizes[i] * 1024)
      bty_bench_add (self->frames[i], (g_get_monotonic_time () - self->frame_start) / 1000.0, cpu - self->last_cpu);

  self->last_length = length;
  self->last_cpu = read_cpu ();
}

static void
stream_reply (Bench *self)
{
  BtyComposer *composer = BTY_COMPOSER (bty_test_find (GTK_WIDGET (self->page), BTY_TYPE_COMPOSER, NULL));
  gint64 end = g_get_monotonic_time () + WAIT_S * G_USEC_PER_SEC;
  BtyMessage *reply;

  self->clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  g_signal_connect_swapped (self->clock, "before-paint", G_CALLBACK (before_paint_cb), self);
  g_signal_connect_swapped (self->clock, "after-paint", G_CALLBACK (after_paint_cb), self);
  bty_composer_set_text (composer, "Write a book.");
  g_signal_emit_by_name (composer, "send");
  bty_test_wait (500);
  do
    {
      g_main_context_iteration (NULL, TRUE);
      reply = bty_chat_page_get_explained (self->page);
    }
  while ((reply == NULL || reply->status == BTY_MESSAGE_STATUS_STREAMING) && g_get_monotonic_time () < end);
  if (reply == NULL || reply->status != BTY_MESSAGE_STATUS_COMPLETE)
    g_printerr ("The reply did not become complete: %s\n", reply != NULL ? reply->error : "there is none");
  g_signal_handlers_disconnect_by_data (self->clock, self);
}

static gboolean
look_cb (gpointer user_data)
{
  Bench *self = user_data;
  GtkApplication *application = GTK_APPLICATION (g_application_get_default ());

  self->window = gtk_application_get_active_window (application);
  if (self->window != NULL)
    self->page = BTY_CHAT_PAGE (bty_test_find (GTK_WIDGET (self->window), BTY_TYPE_CHAT_PAGE, NULL));
  if (self->page == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self->page)))
    return G_SOURCE_CONTINUE;

  bty_test_wait (1000);
  for (guint i = 0; i < N_OPENINGS; i++)
    {
      open_conversation (self);
      gtk_widget_activate_action (GTK_WIDGET (self->window), "win.new-chat", NULL);
      bty_test_wait (500);
    }
  stream_reply (self);
  gtk_window_close (self->window);

  return G_SOURCE_REMOVE;
}

static char *
write_reply (void)
{
  g_autoptr(BtyProse) prose = bty_prose_new (1);
  GString *text = g_string_new (NULL);

  while (text->len < LONGEST_REPLY)
    {
      g_autofree char *part = bty_prose_write_reply (prose);

      g_string_append_printf (text, "%s\n\n", part);
    }

  return g_string_free (text, FALSE);
}

/* Runs boternityctl on @directory and returns what it says. */
static char *
run_control (const char *boternityctl,
             const char *directory,
             const char *arguments)
{
  g_autofree char *command = g_strdup_printf ("%s --data-dir %s --json %s", boternityctl, directory, arguments);
  g_autoptr(GError) error = NULL;
  char *output = NULL;

  g_spawn_command_line_sync (command, &output, NULL, NULL, &error);
  g_assert_no_error (error);

  return output;
}

/* Starts a provider that streams, and makes the program on @directory use it. */
static GSubprocess *
add_provider (const char *mock_provider,
              const char *boternityctl,
              const char *directory)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *reply = write_reply ();
  g_autofree char *line = NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  GSubprocess *mock = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, mock_provider, "--reply", reply,
                                        "--tokens-per-second", TOKENS_PER_SECOND, NULL);

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (mock));
  line = g_data_input_stream_read_line (output, NULL, NULL, &error);
  g_assert_no_error (error);
  arguments = g_strdup_printf ("provider add Mock --type openai_compatible --base-url http://127.0.0.1:%s/v1 "
                               "--model mock-model --no-test", line + strlen ("PORT "));
  answer = run_control (boternityctl, directory, arguments);

  return mock;
}

static char *
find_session (const char *boternityctl,
              const char *directory)
{
  g_autofree char *answer = run_control (boternityctl, directory, "session list");
  g_autoptr(JsonNode) node = json_from_string (answer, NULL);
  JsonArray *sessions = json_object_get_array_member (json_node_get_object (node), "sessions");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (sessions, 0), "id"));
}

static void
run (Bench *self)
{
  g_autoptr(BtyApplication) application = bty_application_new ();
  char *arguments[] = { "boternity", "--data-dir", self->dir, NULL };

  g_settings_set_boolean (bty_application_get_settings (application), "first-run-done", TRUE);
  g_timeout_add (20, look_cb, self);
  g_application_run (G_APPLICATION (application), G_N_ELEMENTS (arguments) - 1, arguments);
}

int
main (int    argc,
      char **argv)
{
  Bench self = { 0, };
  g_autoptr(GSubprocess) mock = NULL;

  if (argc != 4)
    {
      g_printerr ("Usage: %s PROFILE MOCK_PROVIDER BOTERNITYCTL\n", argv[0]);
      return 2;
    }

  self.dir = bty_bench_copy (argv[1]);
  self.opening = bty_bench_new ("open 10,000 messages, until the end is drawn");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autofree char *name = g_strdup_printf ("a frame while a reply has %u KiB", sizes[i]);

      self.frames[i] = bty_bench_new (name);
    }
  mock = add_provider (argv[2], argv[3], self.dir);
  self.session_id = find_session (argv[3], self.dir);
  run (&self);
  g_subprocess_force_exit (mock);

  bty_bench_print_head ("Main loop of the window");
  bty_bench_print (self.opening);
  bty_bench_free (self.opening);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      bty_bench_print (self.frames[i]);
      bty_bench_free (self.frames[i]);
    }
  bty_bench_remove (self.dir);
  g_free (self.session_id);
  g_free (self.dir);

  return 0;
}
