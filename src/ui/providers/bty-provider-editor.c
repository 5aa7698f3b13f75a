/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-editor.h"

#include <glib/gi18n-lib.h>

#include "bty-field-note.h"
#include "bty-key-buffer.h"
#include "bty-provider-advanced.h"
#include "bty-provider-form.h"
#include "bty-provider-rules.h"
#include "bty-provider-wording.h"
#include "bty-providers-resources.h"

/* Where the key is kept, in the order of the list that is shown. */
typedef enum
{
  PLACE_KEYRING,
  PLACE_THIS_RUN,
  PLACE_ENVIRONMENT,
} Place;

/**
 * BtyProviderEditor:
 *
 * The form of one provider, new or known. It checks what was typed and says what is wrong beside each
 * field; it sends and stores nothing.
 */
struct _BtyProviderEditor
{
  AdwBin               parent_instance;

  /* Owned */
  BtyProviderService  *service;
  BtyProviderStatus   *status;   /* %NULL for a new provider */
  BtyProviderConfig   *original; /* what the form began with */

  /* Borrowed */
  BtyKeyBuffer        *key_buffer;

  /* Template */
  GtkEditable         *name;
  BtyFieldNote        *name_note;
  GtkEditable         *base_url;
  BtyFieldNote        *base_url_note;
  AdwPreferencesGroup *key_group;
  AdwComboRow         *key_place;
  GtkEditable         *key;
  GtkEditable         *key_env;
  BtyFieldNote        *key_note;
  AdwPreferencesGroup *model_group;
  GtkEditable         *model;
  GtkSpinner          *fetch_spinner;
  BtyFieldNote        *model_note;
  BtyProviderAdvanced *advanced;
};

G_DEFINE_FINAL_TYPE (BtyProviderEditor, bty_provider_editor, ADW_TYPE_BIN)

static char *
dup_text (GtkEditable *field)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (field)));
}

static gboolean
is_builtin (BtyProviderEditor *self)
{
  return self->original->type == BTY_PROVIDER_TYPE_BUILTIN;
}

static gboolean
has_stored_key (BtyProviderEditor *self)
{
  BtyKeyState state = self->status != NULL ? bty_provider_status_get_key_state (self->status) : BTY_KEY_MISSING;

  /* What cannot be seen may be there. */
  return state == BTY_KEY_IN_KEYRING || state == BTY_KEY_THIS_RUN || state == BTY_KEY_LOCKED
         || state == BTY_KEY_KEYRING_FAILED;
}

/* Whether nothing answers at the address that was typed without a key. */
static gboolean
needs_key (BtyProviderEditor *self)
{
  g_autoptr(BtyProviderConfig) config = bty_record_copy (self->original);
  g_autofree char *base_url = dup_text (self->base_url);

  g_object_set (config, "base-url", base_url, NULL);

  return bty_provider_rules_needs_key (config);
}

static char *
dup_name_complaint (BtyProviderEditor *self)
{
  g_autofree char *name = dup_text (self->name);
  char *complaint = bty_provider_form_check (BTY_PROVIDER_FIELD_NAME, name);
  BtyProviderStatus *other = complaint == NULL ? bty_provider_service_find (self->service, name) : NULL;

  if (other != NULL && other != self->status)
    return g_strdup (_("There is a provider of this name already."));

  return complaint;
}

static char *
dup_base_url_complaint (BtyProviderEditor *self)
{
  const char *base_url = gtk_editable_get_text (self->base_url);
  char *complaint = bty_provider_form_check (BTY_PROVIDER_FIELD_BASE_URL, base_url);

  if (complaint == NULL && bty_provider_form_is_exposed (base_url) && needs_key (self))
    return g_strdup (_("The key would be sent unprotected. Use an address that starts with https://."));

  return complaint;
}

static char *
dup_key_complaint (BtyProviderEditor *self)
{
  char *complaint;
  char *key;

  if (adw_combo_row_get_selected (self->key_place) == PLACE_ENVIRONMENT)
    return bty_provider_form_check (BTY_PROVIDER_FIELD_KEY_ENV, gtk_editable_get_text (self->key_env));
  if (bty_key_buffer_is_empty (self->key_buffer))
    return needs_key (self) && !has_stored_key (self) ? g_strdup (_("Enter the key.")) : NULL;

  key = bty_key_buffer_dup_key (self->key_buffer);
  complaint = bty_provider_form_check (BTY_PROVIDER_FIELD_KEY, key);
  bty_key_free (key);

  return complaint;
}

/* The field for the key that is shown now. */
static GtkWidget *
get_key_field (BtyProviderEditor *self)
{
  return GTK_WIDGET (adw_combo_row_get_selected (self->key_place) == PLACE_ENVIRONMENT ? self->key_env : self->key);
}

static gboolean
complain (GtkWidget    *field,
          BtyFieldNote *note,
          const char   *complaint)
{
  bty_field_note_complain (note, field, complaint);
  if (complaint != NULL)
    gtk_widget_grab_focus (field);

  return complaint == NULL;
}

static void
warn_of_key (BtyProviderEditor *self)
{
  g_autofree char *variable = dup_text (self->key_env);
  g_autofree char *complaint = bty_provider_form_check (BTY_PROVIDER_FIELD_KEY_ENV, variable);

  bty_field_note_complain (self->key_note, GTK_WIDGET (self->key), NULL);
  bty_field_note_complain (self->key_note, GTK_WIDGET (self->key_env), NULL);
  if (adw_combo_row_get_selected (self->key_place) == PLACE_ENVIRONMENT
      && complaint == NULL
      && g_getenv (variable) == NULL)
    {
      /* Translators: %s is the name of an environment variable */
      g_autofree char *warning = g_strdup_printf (_("%s is not set in this run."), variable);

      bty_field_note_warn (self->key_note, warning);
    }
}

static void
name_changed_cb (BtyProviderEditor *self)
{
  bty_field_note_complain (self->name_note, GTK_WIDGET (self->name), NULL);
}

static void
base_url_changed_cb (BtyProviderEditor *self)
{
  bty_field_note_complain (self->base_url_note, GTK_WIDGET (self->base_url), NULL);
  if (bty_provider_form_is_exposed (gtk_editable_get_text (self->base_url)))
    bty_field_note_warn (self->base_url_note,
                         _("This connection is not encrypted: others in the network can read all that is said."));
}

static void
key_changed_cb (BtyProviderEditor *self)
{
  warn_of_key (self);
}

static void
key_place_changed_cb (BtyProviderEditor *self)
{
  Place place = adw_combo_row_get_selected (self->key_place);
  const char *descriptions[] = {
    [PLACE_KEYRING] = _("The key goes to the keyring of your system and nowhere else."),
    [PLACE_THIS_RUN] = _("The key is kept in memory, and forgotten when Boternity is closed."),
    [PLACE_ENVIRONMENT] = _("The key is read from a variable at each start, and never stored."),
  };

  adw_preferences_group_set_description (self->key_group, descriptions[place]);
  gtk_widget_set_visible (GTK_WIDGET (self->key), place != PLACE_ENVIRONMENT);
  gtk_widget_set_visible (GTK_WIDGET (self->key_env), place == PLACE_ENVIRONMENT);
  warn_of_key (self);
}

static void
model_changed_cb (BtyProviderEditor *self)
{
  g_autofree char *model = dup_text (self->model);

  bty_field_note_complain (self->model_note, GTK_WIDGET (self->model), NULL);
  if (self->original != NULL && g_strcmp0 (model, self->original->model) != 0)
    bty_provider_advanced_set_model (self->advanced, model);
}

static void
bty_provider_editor_dispose (GObject *object)
{
  BtyProviderEditor *self = BTY_PROVIDER_EDITOR (object);

  if (self->key != NULL)
    bty_provider_editor_wipe_key (self);
  g_clear_object (&self->original);
  g_clear_object (&self->status);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (bty_provider_editor_parent_class)->dispose (object);
}

static void
bty_provider_editor_class_init (BtyProviderEditorClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = bty_provider_editor_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);

  bty_providers_get_resource ();
  g_type_ensure (BTY_TYPE_FIELD_NOTE);
  g_type_ensure (BTY_TYPE_PROVIDER_ADVANCED);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-provider-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, name);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, name_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, base_url);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, base_url_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, key_group);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, key_place);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, key);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, key_env);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, key_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, model_group);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, model);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, fetch_spinner);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, model_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderEditor, advanced);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, base_url_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_place_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, model_changed_cb);
}

static void
bty_provider_editor_init (BtyProviderEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  self->key_buffer = bty_key_buffer_install (self->key);
  key_place_changed_cb (self);
}

/* Shows @original, which is taken. */
static void
show (BtyProviderEditor *self,
      BtyProviderConfig *original)
{
  gboolean by_variable = original->key_env != NULL && *original->key_env != '\0';
  gboolean this_run = self->status != NULL && bty_provider_status_get_key_state (self->status) == BTY_KEY_THIS_RUN;

  /* Nothing that was typed for one service may be sent to another. */
  bty_provider_editor_wipe_key (self);
  g_set_object (&self->original, original);
  g_object_unref (original);

  gtk_editable_set_text (self->name, original->name);
  gtk_editable_set_text (self->base_url, original->base_url != NULL ? original->base_url : "");
  gtk_editable_set_text (self->model, original->model != NULL ? original->model : "");
  gtk_editable_set_text (self->key_env, by_variable ? original->key_env : "");
  adw_combo_row_set_selected (self->key_place,
                              by_variable ? PLACE_ENVIRONMENT : this_run ? PLACE_THIS_RUN : PLACE_KEYRING);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->key),
                                 has_stored_key (self) ? _("New Key (leave empty to keep the present one)")
                                 : needs_key (self)     ? _("Key")
                                                       : _("Key (only if the service wants one)"));
  bty_provider_advanced_load (self->advanced, original);

  gtk_widget_set_visible (GTK_WIDGET (self->base_url), !is_builtin (self));
  gtk_widget_set_visible (GTK_WIDGET (self->key_group), !is_builtin (self));
  gtk_widget_set_visible (GTK_WIDGET (self->model_group), !is_builtin (self));
  gtk_widget_set_visible (GTK_WIDGET (self->advanced), !is_builtin (self));
}

/* The first of “NAME”, “NAME 2”, “NAME 3” … that nobody has. */
static char *
dup_free_name (BtyProviderService *service,
               const char         *name)
{
  char *candidate = g_strdup (name);

  for (guint i = 2; bty_provider_service_find (service, candidate) != NULL; i++)
    {
      g_free (candidate);
      candidate = g_strdup_printf ("%s %u", name, i);
    }

  return candidate;
}

/**
 * bty_provider_editor_begin:
 * @self: an editor
 * @service: the providers
 * @preset: the service to add
 *
 * Begins with a new provider.
 */
void
bty_provider_editor_begin (BtyProviderEditor  *self,
                           BtyProviderService *service,
                           const BtyPreset    *preset)
{
  g_autofree char *name = NULL;
  BtyProviderConfig *config;

  if (*preset->name != '\0')
    name = dup_free_name (service, preset->name);
  else if (preset->type == BTY_PROVIDER_TYPE_BUILTIN)
    name = dup_free_name (service, _("Built in"));

  config = bty_provider_config_new_from_preset (preset, name != NULL ? name : "");
  /* What is known of a model need not be written down. */
  if (bty_catalog_find_model (preset->model) != NULL)
    g_object_set (config, "context-tokens", BTY_UNSET, "output-tokens", BTY_UNSET, NULL);

  g_set_object (&self->service, service);
  g_clear_object (&self->status);
  show (self, config);
  gtk_widget_grab_focus (*preset->name == '\0' ? GTK_WIDGET (self->name)
                         : preset->needs_key   ? GTK_WIDGET (self->key)
                                               : GTK_WIDGET (self->model));
}

/**
 * bty_provider_editor_load:
 * @self: an editor
 * @service: the providers
 * @status: one of them
 *
 * Shows a provider to be changed.
 */
void
bty_provider_editor_load (BtyProviderEditor  *self,
                          BtyProviderService *service,
                          BtyProviderStatus  *status)
{
  BtyProviderConfig *config = bty_provider_status_get_config (status);

  g_set_object (&self->service, service);
  g_set_object (&self->status, status);
  show (self, bty_record_copy (config));
  gtk_widget_grab_focus (GTK_WIDGET (self->name));
}

/**
 * bty_provider_editor_check:
 * @self: an editor
 * @connection_only: whether only what is needed to reach the provider counts
 *
 * Says beside each field what is wrong with it, and gives the first of these the focus.
 *
 * Returns: whether all can be used
 */
gboolean
bty_provider_editor_check (BtyProviderEditor *self,
                           gboolean           connection_only)
{
  g_autofree char *name = connection_only ? NULL : dup_name_complaint (self);
  g_autofree char *base_url = NULL;
  g_autofree char *key = NULL;
  g_autofree char *model = NULL;
  gboolean usable = TRUE;

  if (is_builtin (self))
    return complain (GTK_WIDGET (self->name), self->name_note, name);

  base_url = dup_base_url_complaint (self);
  key = dup_key_complaint (self);
  if (!connection_only)
    model = bty_provider_form_check (BTY_PROVIDER_FIELD_MODEL, gtk_editable_get_text (self->model));

  /* From the last to the first, so that the first complaint gets the focus. */
  usable &= connection_only || bty_provider_advanced_check (self->advanced);
  if (model != NULL)
    usable &= complain (GTK_WIDGET (self->model), self->model_note, model);
  if (key != NULL)
    usable &= complain (get_key_field (self), self->key_note, key);
  if (base_url != NULL)
    usable &= complain (GTK_WIDGET (self->base_url), self->base_url_note, base_url);
  if (name != NULL)
    usable &= complain (GTK_WIDGET (self->name), self->name_note, name);

  return usable;
}

/**
 * bty_provider_editor_refuse_name:
 * @self: an editor
 * @complaint: what is wrong with the name
 *
 * Says beside the name that it cannot be used.
 */
void
bty_provider_editor_refuse_name (BtyProviderEditor *self,
                                 const char        *complaint)
{
  g_autofree char *plain = bty_provider_wording_dup_plain (complaint);

  complain (GTK_WIDGET (self->name), self->name_note, plain);
}

/**
 * bty_provider_editor_dup_config:
 * @self: an editor
 *
 * Returns: (transfer full): the provider as it was typed; it never holds the key
 */
BtyProviderConfig *
bty_provider_editor_dup_config (BtyProviderEditor *self)
{
  g_autoptr(BtyProviderConfig) config = bty_record_copy (self->original);
  g_autofree char *name = dup_text (self->name);
  g_autofree char *base_url = dup_text (self->base_url);
  g_autofree char *model = dup_text (self->model);
  g_autofree char *key_env = dup_text (self->key_env);
  gboolean by_variable = adw_combo_row_get_selected (self->key_place) == PLACE_ENVIRONMENT;

  g_object_set (config, "name", name, NULL);
  if (is_builtin (self))
    return g_steal_pointer (&config);

  g_object_set (config,
                "base-url", base_url,
                "model", model,
                "key-env", by_variable ? key_env : NULL,
                NULL);
  bty_provider_advanced_save (self->advanced, config);

  return g_steal_pointer (&config);
}

/**
 * bty_provider_editor_dup_key:
 * @self: an editor
 *
 * Returns: (transfer full) (nullable): the key that was typed, to be freed with bty_key_free(); %NULL if
 *   there is none, or it is in the environment
 */
char *
bty_provider_editor_dup_key (BtyProviderEditor *self)
{
  if (bty_key_buffer_is_empty (self->key_buffer)
      || is_builtin (self)
      || adw_combo_row_get_selected (self->key_place) == PLACE_ENVIRONMENT)
    return NULL;

  return bty_key_buffer_dup_key (self->key_buffer);
}

/**
 * bty_provider_editor_wipe_key:
 * @self: an editor
 *
 * Forgets the key that was typed.
 */
void
bty_provider_editor_wipe_key (BtyProviderEditor *self)
{
  gtk_editable_set_text (self->key, "");
}

/**
 * bty_provider_editor_get_this_run:
 * @self: an editor
 *
 * Returns: whether the key shall be forgotten when the program ends
 */
gboolean
bty_provider_editor_get_this_run (BtyProviderEditor *self)
{
  return adw_combo_row_get_selected (self->key_place) == PLACE_THIS_RUN;
}

/**
 * bty_provider_editor_set_this_run:
 * @self: an editor
 *
 * The way out when the keyring fails: keeps the key for this run only.
 */
void
bty_provider_editor_set_this_run (BtyProviderEditor *self)
{
  adw_combo_row_set_selected (self->key_place, PLACE_THIS_RUN);
}

/**
 * bty_provider_editor_set_model:
 * @self: an editor
 * @model: a name that was chosen
 */
void
bty_provider_editor_set_model (BtyProviderEditor *self,
                               const char        *model)
{
  gtk_editable_set_text (self->model, model);
  gtk_widget_grab_focus (GTK_WIDGET (self->model));
}

/**
 * bty_provider_editor_set_fetching:
 * @self: an editor
 * @fetching: whether the models are being fetched
 */
void
bty_provider_editor_set_fetching (BtyProviderEditor *self,
                                  gboolean           fetching)
{
  gtk_widget_set_visible (GTK_WIDGET (self->fetch_spinner), fetching);
  gtk_spinner_set_spinning (self->fetch_spinner, fetching);
}

/**
 * bty_provider_editor_warn_models:
 * @self: an editor
 * @warning: (nullable): why there is no list of models
 */
void
bty_provider_editor_warn_models (BtyProviderEditor *self,
                                 const char        *warning)
{
  g_autofree char *plain = warning != NULL ? bty_provider_wording_dup_plain (warning) : NULL;

  bty_field_note_warn (self->model_note, plain);
}
