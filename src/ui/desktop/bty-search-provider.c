/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-search-provider.h"

#include <glib/gi18n.h>

#include "bty-search-hit.h"
#include "bty-visible-text.h"

/* More are not shown by any desktop. */
#define MAX_RESULTS 20

/**
 * BtySearchProvider:
 *
 * Finds chats and messages for the search of the desktop, also while there is no window. A result is named
 * SESSION/MESSAGE, or SESSION/ where its title was found. What private chats say is never in the full text, and so
 * never here.
 */
struct _BtySearchProvider
{
  GObject          parent_instance;

  /* Owned */
  GDBusConnection *connection;
  GDBusNodeInfo   *node;
  GHashTable      *hits;          /* name of a result -> BtySearchHit, of the last searches */
  GCancellable    *cancellable;
  guint            registration;

  /* Borrowed */
  BtyApplication  *application;   /* it owns this */
};

G_DEFINE_FINAL_TYPE (BtySearchProvider, bty_search_provider, G_TYPE_OBJECT)

/* As https://developer.gnome.org/documentation/tutorials/search-provider.html says. */
static const char interface_xml[] =
  "<node>"
  "  <interface name='org.gnome.Shell.SearchProvider2'>"
  "    <method name='GetInitialResultSet'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetSubsearchResultSet'>"
  "      <arg type='as' name='previous_results' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='as' name='results' direction='out'/>"
  "    </method>"
  "    <method name='GetResultMetas'>"
  "      <arg type='as' name='identifiers' direction='in'/>"
  "      <arg type='aa{sv}' name='metas' direction='out'/>"
  "    </method>"
  "    <method name='ActivateResult'>"
  "      <arg type='s' name='identifier' direction='in'/>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "    <method name='LaunchSearch'>"
  "      <arg type='as' name='terms' direction='in'/>"
  "      <arg type='u' name='timestamp' direction='in'/>"
  "    </method>"
  "  </interface>"
  "</node>";

/**
 * Request:
 *
 * One search on its way.
 */
typedef struct
{
  BtySearchProvider     *self;        /* owned */
  GDBusMethodInvocation *invocation;
  char                  *words;
} Request;

/* Answers with @results, and lets the program end if it is only here to search. */
static void
answer (Request  *request,
        char    **results)
{
  static const char *const none[] = { NULL };

  g_dbus_method_invocation_return_value (request->invocation,
                                         g_variant_new ("(^as)", results != NULL ? (const char *const *) results
                                                                                 : none));
  g_application_release (G_APPLICATION (request->self->application));
  g_object_unref (request->self);
  g_free (request->words);
  g_free (request);
}

static void
found_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Request *request = user_data;
  g_autoptr(GPtrArray) hits = bty_recall_service_search_finish (BTY_RECALL_SERVICE (source), result, NULL);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  g_auto(GStrv) results = NULL;

  for (guint i = 0; hits != NULL && hits->len > 0 && i < MAX_RESULTS; i++)
    {
      BtySearchHit *hit = g_ptr_array_steal_index (hits, 0);
      char *name = g_strconcat (hit->session_id, "/", hit->message_id, NULL);

      g_strv_builder_add (names, name);
      g_hash_table_insert (request->self->hits, name, hit);
    }
  results = g_strv_builder_end (names);
  answer (request, results);
}

static void
profile_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  Request *request = user_data;
  BtyProfile *profile = bty_application_ensure_profile_finish (BTY_APPLICATION (source), result, NULL);

  if (profile != NULL)
    bty_recall_service_search_async (bty_profile_get_recall (profile), request->words, NULL,
                                     request->self->cancellable, found_cb, request);
  else
    answer (request, NULL);
}

static void
search (BtySearchProvider     *self,
        GDBusMethodInvocation *invocation,
        GVariant              *terms)
{
  g_autofree const char **texts = g_variant_get_strv (terms, NULL);
  Request *request = g_new0 (Request, 1);

  request->self = g_object_ref (self);
  request->invocation = invocation;
  request->words = g_strjoinv (" ", (char **) texts);
  g_application_hold (G_APPLICATION (self->application));
  bty_application_ensure_profile_async (self->application, self->cancellable, profile_cb, request);
}

static char *
describe (const BtySearchHit *hit)
{
  g_autofree char *snippet = g_strdup (hit->snippet != NULL ? hit->snippet : "");
  const char marks[] = { BTY_SEARCH_BEGIN, BTY_SEARCH_END, '\0' };
  g_autoptr(GString) plain = g_string_new (NULL);

  for (const char *at = snippet; *at != '\0'; at++)
    if (strchr (marks, *at) == NULL)
      g_string_append_c (plain, g_ascii_isspace (*at) ? ' ' : *at);

  return bty_visible_text (plain->str);
}

static void
add_meta (GVariantBuilder    *metas,
          const char         *name,
          const BtySearchHit *hit)
{
  const char *title = hit->session_title != NULL && *hit->session_title != '\0' ? hit->session_title : _("Chat");
  g_autofree char *shown = bty_visible_text (title);
  g_autofree char *description = describe (hit);

  g_variant_builder_open (metas, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (metas, "{sv}", "id", g_variant_new_string (name));
  g_variant_builder_add (metas, "{sv}", "name", g_variant_new_string (shown));
  if (hit->message_id != NULL)
    g_variant_builder_add (metas, "{sv}", "description", g_variant_new_string (description));
  g_variant_builder_close (metas);
}

static void
get_metas (BtySearchProvider     *self,
           GDBusMethodInvocation *invocation,
           GVariant              *names)
{
  g_auto(GVariantBuilder) metas = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("aa{sv}"));
  GVariantIter iter;
  const char *name;

  g_variant_iter_init (&iter, names);
  while (g_variant_iter_next (&iter, "&s", &name))
    {
      const BtySearchHit *hit = g_hash_table_lookup (self->hits, name);

      if (hit != NULL)
        add_meta (&metas, name, hit);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(aa{sv})", &metas));
}

static void
activate_result (BtySearchProvider *self,
                 const char        *name)
{
  g_auto(GStrv) ids = g_strsplit (name, "/", 2);

  if (ids[0] != NULL && ids[1] != NULL)
    g_action_group_activate_action (G_ACTION_GROUP (self->application), "show-message",
                                    g_variant_new ("(ss)", ids[0], ids[1]));
}

static void
launch_search (BtySearchProvider *self,
               GVariant          *terms)
{
  g_autofree const char **texts = g_variant_get_strv (terms, NULL);
  g_autofree char *words = g_strjoinv (" ", (char **) texts);

  g_action_group_activate_action (G_ACTION_GROUP (self->application), "search", g_variant_new_string (words));
}

static void
call_cb (GDBusConnection       *connection,
         const char            *sender,
         const char            *object_path,
         const char            *interface_name,
         const char            *method,
         GVariant              *parameters,
         GDBusMethodInvocation *invocation,
         gpointer               user_data)
{
  BtySearchProvider *self = user_data;
  g_autoptr(GVariant) first = g_variant_get_child_value (parameters, 0);

  if (g_str_equal (method, "GetInitialResultSet"))
    {
      g_hash_table_remove_all (self->hits);
      search (self, invocation, first);
    }
  else if (g_str_equal (method, "GetSubsearchResultSet"))
    {
      g_autoptr(GVariant) terms = g_variant_get_child_value (parameters, 1);

      /* Further words may be the rest of one that was half typed, so that more may be found than before. */
      search (self, invocation, terms);
    }
  else if (g_str_equal (method, "GetResultMetas"))
    get_metas (self, invocation, first);
  else
    {
      if (g_str_equal (method, "ActivateResult"))
        activate_result (self, g_variant_get_string (first, NULL));
      else
        launch_search (self, first);
      g_dbus_method_invocation_return_value (invocation, NULL);
    }
}

static void
bty_search_provider_dispose (GObject *object)
{
  BtySearchProvider *self = BTY_SEARCH_PROVIDER (object);

  g_cancellable_cancel (self->cancellable);
  bty_search_provider_unexport (self);

  G_OBJECT_CLASS (bty_search_provider_parent_class)->dispose (object);
}

static void
bty_search_provider_finalize (GObject *object)
{
  BtySearchProvider *self = BTY_SEARCH_PROVIDER (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->hits);
  g_dbus_node_info_unref (self->node);

  G_OBJECT_CLASS (bty_search_provider_parent_class)->finalize (object);
}

static void
bty_search_provider_class_init (BtySearchProviderClass *class)
{
  G_OBJECT_CLASS (class)->dispose = bty_search_provider_dispose;
  G_OBJECT_CLASS (class)->finalize = bty_search_provider_finalize;
}

static void
bty_search_provider_init (BtySearchProvider *self)
{
  self->cancellable = g_cancellable_new ();
  self->hits = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) bty_search_hit_free);
  self->node = g_dbus_node_info_new_for_xml (interface_xml, NULL);
}

/**
 * bty_search_provider_new:
 * @application: the application, which owns the provider
 *
 * Returns: (transfer full): a provider that nobody can reach yet
 */
BtySearchProvider *
bty_search_provider_new (BtyApplication *application)
{
  BtySearchProvider *self = g_object_new (BTY_TYPE_SEARCH_PROVIDER, NULL);

  self->application = application;

  return self;
}

/**
 * bty_search_provider_export:
 * @self: a provider
 * @connection: the session bus
 * @object_path: where the desktop finds it
 * @error: (out) (optional): why it cannot
 *
 * Returns: whether it can be reached now
 */
gboolean
bty_search_provider_export (BtySearchProvider  *self,
                            GDBusConnection    *connection,
                            const char         *object_path,
                            GError            **error)
{
  static const GDBusInterfaceVTable table = { .method_call = call_cb };

  g_return_val_if_fail (BTY_IS_SEARCH_PROVIDER (self), FALSE);

  self->registration = g_dbus_connection_register_object (connection, object_path, self->node->interfaces[0], &table,
                                                          self, NULL, error);
  if (self->registration > 0)
    self->connection = g_object_ref (connection);

  return self->registration > 0;
}

/**
 * bty_search_provider_unexport:
 * @self: a provider
 *
 * Takes it from the bus.
 */
void
bty_search_provider_unexport (BtySearchProvider *self)
{
  g_return_if_fail (BTY_IS_SEARCH_PROVIDER (self));

  if (self->registration > 0)
    g_dbus_connection_unregister_object (self->connection, self->registration);
  self->registration = 0;
  g_clear_object (&self->connection);
}
