/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bty-provider-advanced.h"

#include <math.h>

#include "bty-field-note.h"
#include "bty-headers-row.h"
#include "bty-provider-form.h"
#include "bty-providers-resources.h"

/**
 * BtyProviderAdvanced:
 *
 * The settings of a provider that few people need, folded.
 */
struct _BtyProviderAdvanced
{
  AdwPreferencesGroup  parent_instance;

  /* Template */
  AdwExpanderRow      *limits;
  AdwExpanderRow      *connection;
  GtkSpinButton       *priority;
  AdwComboRow         *clearance;
  GtkSwitch           *streaming;
  GtkSwitch           *thinking;
  GtkSwitch           *vision;
  GtkSwitch           *tools;
  GtkEditable         *context_tokens;
  BtyFieldNote        *context_tokens_note;
  GtkEditable         *output_tokens;
  BtyFieldNote        *output_tokens_note;
  GtkEditable         *price_input;
  BtyFieldNote        *price_input_note;
  GtkEditable         *price_output;
  BtyFieldNote        *price_output_note;
  GtkSpinButton       *connect_timeout;
  GtkSpinButton       *first_byte_timeout;
  GtkSpinButton       *silence_timeout;
  BtyHeadersRow       *headers;
  BtyFieldNote        *headers_note;
};

G_DEFINE_FINAL_TYPE (BtyProviderAdvanced, bty_provider_advanced, ADW_TYPE_PREFERENCES_GROUP)

/* Shows what is wrong with @text, and opens the rows that hide it. */
static gboolean
check (AdwExpanderRow   *expander,
       GtkWidget        *field,
       BtyFieldNote     *note,
       BtyProviderField  kind,
       const char       *text)
{
  g_autofree char *complaint = bty_provider_form_check (kind, text);

  bty_field_note_complain (note, field, complaint);
  if (complaint == NULL)
    return TRUE;

  adw_expander_row_set_expanded (expander, TRUE);
  gtk_widget_grab_focus (field);

  return FALSE;
}

static void
bty_provider_advanced_class_init (BtyProviderAdvancedClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  bty_providers_get_resource ();
  g_type_ensure (BTY_TYPE_FIELD_NOTE);
  g_type_ensure (BTY_TYPE_HEADERS_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/boternity/Boternity/providers/bty-provider-advanced.ui");
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, limits);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, connection);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, priority);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, clearance);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, streaming);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, thinking);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, vision);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, tools);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, context_tokens);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, context_tokens_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, output_tokens);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, output_tokens_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, price_input);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, price_input_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, price_output);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, price_output_note);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, connect_timeout);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, first_byte_timeout);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, silence_timeout);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, headers);
  gtk_widget_class_bind_template_child (widget_class, BtyProviderAdvanced, headers_note);
}

static void
bty_provider_advanced_init (BtyProviderAdvanced *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * bty_provider_advanced_load:
 * @self: the settings
 * @config: a provider
 *
 * Shows the settings of @config.
 */
void
bty_provider_advanced_load (BtyProviderAdvanced *self,
                            BtyProviderConfig   *config)
{
  g_autofree char *context_tokens = bty_provider_form_write_tokens (config->context_tokens);
  g_autofree char *output_tokens = bty_provider_form_write_tokens (config->output_tokens);
  g_autofree char *price_input = bty_provider_form_write_price (config->price_input);
  g_autofree char *price_output = bty_provider_form_write_price (config->price_output);
  g_autofree char *headers = bty_provider_form_write_headers (config->headers);

  gtk_spin_button_set_value (self->priority, config->priority);
  adw_combo_row_set_selected (self->clearance, config->clearance);
  gtk_switch_set_active (self->streaming, config->streaming);
  gtk_switch_set_active (self->thinking, config->thinking);
  gtk_switch_set_active (self->vision, config->vision);
  gtk_switch_set_active (self->tools, config->tools);
  gtk_editable_set_text (self->context_tokens, context_tokens);
  gtk_editable_set_text (self->output_tokens, output_tokens);
  gtk_editable_set_text (self->price_input, price_input);
  gtk_editable_set_text (self->price_output, price_output);
  gtk_spin_button_set_value (self->connect_timeout, config->connect_timeout_ms / 1000.0);
  gtk_spin_button_set_value (self->first_byte_timeout, config->first_byte_timeout_ms / 1000.0);
  gtk_spin_button_set_value (self->silence_timeout, config->silence_timeout_ms / 1000.0);
  bty_headers_row_set_text (self->headers, headers);
}

/**
 * bty_provider_advanced_set_model:
 * @self: the settings
 * @model: the name of a model
 *
 * Another model was chosen: sets the abilities to what is known of it, and leaves its limits to that
 * knowledge. Nothing is changed where nothing is known.
 */
void
bty_provider_advanced_set_model (BtyProviderAdvanced *self,
                                 const char          *model)
{
  const BtyModelInfo *info = bty_catalog_find_model (model);

  if (info == NULL)
    return;

  gtk_switch_set_active (self->thinking, info->thinking);
  gtk_switch_set_active (self->vision, info->vision);
  gtk_editable_set_text (self->context_tokens, "");
  gtk_editable_set_text (self->output_tokens, "");
}

/**
 * bty_provider_advanced_check:
 * @self: the settings
 *
 * Says beside each setting what is wrong with it.
 *
 * Returns: whether all can be used
 */
gboolean
bty_provider_advanced_check (BtyProviderAdvanced *self)
{
  g_autofree char *headers = bty_headers_row_dup_text (self->headers);
  const struct
  {
    AdwExpanderRow   *expander;
    GtkWidget        *field;
    BtyFieldNote     *note;
    BtyProviderField  kind;
  } fields[] = {
    /* From the last to the first, so that the first complaint gets the focus. */
    { self->connection, GTK_WIDGET (self->headers), self->headers_note, BTY_PROVIDER_FIELD_HEADERS },
    { self->limits, GTK_WIDGET (self->price_output), self->price_output_note, BTY_PROVIDER_FIELD_PRICE },
    { self->limits, GTK_WIDGET (self->price_input), self->price_input_note, BTY_PROVIDER_FIELD_PRICE },
    { self->limits, GTK_WIDGET (self->output_tokens), self->output_tokens_note, BTY_PROVIDER_FIELD_TOKENS },
    { self->limits, GTK_WIDGET (self->context_tokens), self->context_tokens_note, BTY_PROVIDER_FIELD_TOKENS },
  };
  gboolean usable = TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    usable &= check (fields[i].expander, fields[i].field, fields[i].note, fields[i].kind,
                     GTK_IS_EDITABLE (fields[i].field) ? gtk_editable_get_text (GTK_EDITABLE (fields[i].field))
                                                       : headers);

  return usable;
}

/**
 * bty_provider_advanced_save:
 * @self: the settings, checked
 * @config: a provider that nobody else uses yet
 *
 * Puts the settings into @config.
 */
void
bty_provider_advanced_save (BtyProviderAdvanced *self,
                            BtyProviderConfig   *config)
{
  g_autofree char *text = bty_headers_row_dup_text (self->headers);
  g_autoptr(JsonNode) headers = bty_provider_form_parse_headers (text);

  g_object_set (config,
                "priority", (gint64) gtk_spin_button_get_value_as_int (self->priority),
                "clearance", (BtyTrust) adw_combo_row_get_selected (self->clearance),
                "streaming", gtk_switch_get_active (self->streaming),
                "thinking", gtk_switch_get_active (self->thinking),
                "vision", gtk_switch_get_active (self->vision),
                "tools", gtk_switch_get_active (self->tools),
                "context-tokens", bty_provider_form_parse_tokens (gtk_editable_get_text (self->context_tokens)),
                "output-tokens", bty_provider_form_parse_tokens (gtk_editable_get_text (self->output_tokens)),
                "price-input", bty_provider_form_parse_price (gtk_editable_get_text (self->price_input)),
                "price-output", bty_provider_form_parse_price (gtk_editable_get_text (self->price_output)),
                "connect-timeout-ms", (gint64) gtk_spin_button_get_value_as_int (self->connect_timeout) * 1000,
                "first-byte-timeout-ms", (gint64) gtk_spin_button_get_value_as_int (self->first_byte_timeout) * 1000,
                "silence-timeout-ms", (gint64) gtk_spin_button_get_value_as_int (self->silence_timeout) * 1000,
                "headers", headers,
                NULL);
}
